package app.http;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Wire;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class ProblemsTest {
  @Autowired Api api;

  @Test
  void anErrorIsAProblem() {
    var answer = api.anonymous().get("/nothing");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.body().path("title").asString()).isEqualTo("Not Found");
  }

  @Test
  void anUnknownMemberIsPointedTo() {
    var answer = api.anonymous().post(Wire.LOGIN, Map.of("a/b", 1));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").findValuesAsString("pointer")).containsExactly("/a~1b");
  }

  @Test
  void everythingThatIsInvalidIsReported() {
    var body = "{\"email\": 1, \"password\": \"\", \"a\": [{}]}";
    var answer = api.anonymous().send("POST", Wire.LOGIN, body);
    assertThat(answer.body().path("errors").findValuesAsString("pointer"))
        .containsExactly("/a", "/email", "/password");
  }
}
