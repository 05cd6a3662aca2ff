package app.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class RequestsTest {
  @Autowired Api api;

  @Test
  void theServerIsAliveAndReady() {
    assertThat(api.anonymous().get("/healthz").status()).isEqualTo(200);
    assertThat(api.anonymous().get("/readyz").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "/%2f,404",
    "/%00,404",
    "/web/nothing.js,404",
    "/web/app.js,200",
    "/docs,200",
    "/openapi.json,200"
  })
  void aPathHasOneSpelling(String path, int status) {
    assertThat(api.anonymous().get(path).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"OPTIONS,405", "QUERY,405", "PROPFIND,400"})
  void otherMethodsAreRefused(String method, int status) {
    var answer = api.anonymous().send(method, Wire.LOGIN, null);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Allow")).isEqualTo(status == 405 ? "POST" : "");
  }

  @Test
  void headAnswersLikeGetWithoutABody() {
    var head = api.anonymous().send("HEAD", "/healthz", null);
    assertThat(head.http().body()).isEmpty();
    assertThat(head.header("Content-Length"))
        .isEqualTo(api.anonymous().get("/healthz").header("Content-Length"));
  }

  @Test
  void aUsableRequestIdIsKept() {
    var client = api.anonymous();
    assertThat(client.with("X-Request-ID", "mine").get("/healthz").header("X-Request-ID"))
        .isEqualTo("mine");
    assertThat(client.with("X-Request-ID", "é".repeat(200)).get("/healthz").header("X-Request-ID"))
        .hasSize(36);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{|400", "{} x|400", "''|400", "[]|422", "null|422", "{\"email\": 1}|422"})
  void aBodyIsAnObjectThatIsKnown(String body, int status) {
    assertThat(api.anonymous().send("POST", Wire.LOGIN, body).status()).isEqualTo(status);
  }

  @Test
  void aBodyOfTooManyValuesIsInvalid() {
    var body = "{\"a\": [0" + ",0".repeat(20_000) + "]}";
    assertThat(api.anonymous().send("POST", Wire.LOGIN, body).status()).isEqualTo(422);
  }

  @Test
  void aBodyIsAtMostAMebibyte() {
    var body = " ".repeat((1 << 20) + 1);
    assertThat(api.anonymous().send("POST", Wire.LOGIN, body).status()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({"text/plain", "application/json; charset=latin1", "application/merge-patch+json"})
  void otherMediaTypesAreUnsupported(String type) {
    var client = api.anonymous().with("Content-Type", type);
    assertThat(client.send("POST", Wire.LOGIN, "{}").status()).isEqualTo(415);
  }

  @Test
  void aCompressedBodyIsUnsupported() {
    var client = api.anonymous().with("Content-Encoding", "gzip");
    assertThat(client.send("POST", Wire.LOGIN, "{}").status()).isEqualTo(415);
  }

  @Test
  void onlyTheOriginsOfTheSettingsMayReadResponses() {
    var client = api.anonymous();
    var known = client.with("Origin", "https://app.example.com");
    assertThat(known.get("/healthz").header("Access-Control-Allow-Origin"))
        .isEqualTo("https://app.example.com");
    var stranger = client.with("Origin", "https://evil.example.com");
    assertThat(stranger.get("/healthz").header("Access-Control-Allow-Origin")).isEmpty();
    var preflight =
        known.with("Access-Control-Request-Method", "POST").send("OPTIONS", Wire.LOGIN, null);
    assertThat(preflight.status()).isEqualTo(204);
  }

  @Test
  void aBrowserGetsAPageAndAProgramLinks() {
    var client = api.anonymous();
    assertThat(client.with("Accept", "text/html").get("/").header("Content-Type"))
        .startsWith("text/html");
    assertThat(client.get("/").body().isObject()).isTrue();
    var cached = client.with("If-Modified-Since", client.get("/").header("Last-Modified"));
    assertThat(cached.get("/").status()).isEqualTo(304);
    assertThat(client.with("If-None-Match", "*").get("/").status()).isEqualTo(304);
  }

  @Test
  void theReferenceWorksOffline() {
    for (var file : new String[] {"start.js", "swagger-ui.css", "swagger-ui-bundle.js"}) {
      assertThat(api.anonymous().get("/docs/" + file).status()).isEqualTo(200);
    }
  }

  @Test
  void failedSignInsAreLimited() {
    var client = api.anonymous();
    var body = Wire.credentials("nobody@example.com", "wrong");
    for (int attempt = 0; attempt < 10; attempt++) {
      assertThat(client.post(Wire.LOGIN, body).status()).isEqualTo(401);
    }
    var refused = client.post(Wire.LOGIN, body);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
  }
}
