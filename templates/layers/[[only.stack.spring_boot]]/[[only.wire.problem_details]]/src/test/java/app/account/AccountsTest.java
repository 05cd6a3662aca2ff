package app.account;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class AccountsTest {
  @Autowired Api api;

  private static Map<String, String> refreshToken(tools.jackson.databind.JsonNode session) {
    return Map.of("refresh_token", session.path("refresh_token").asString());
  }

  @Test
  void aUserRegistersAndIsSignedIn() {
    var alice = api.signUp("alice");
    var me = alice.get("/api/v1/me");
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body().path("email").asString()).isEqualTo(alice.email());
    assertThat(me.header("Cache-Control")).isEqualTo("private, no-cache");
  }

  @Test
  void anEmailIsTakenWhateverItsCase() {
    var body =
        Map.of(
            "email", api.signUp("alice").email().toUpperCase(java.util.Locale.ROOT),
            "password", "correct horse",
            "name", "Alice");
    assertThat(api.anonymous().post("/api/v1/auth/register", body).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({
    "email,nobody,/email",
    "email,a@b@example.com,/email",
    "email,a@example,/email",
    "password,short,/password",
    "name,'',/name",
    "is_admin,true,/is_admin"
  })
  void anInvalidMemberIsPointedTo(String member, String value, String pointer) {
    var body = new HashMap<String, String>();
    body.put("email", "bob@example.com");
    body.put("password", "correct horse");
    body.put("name", "Bob");
    body.put(member, value);
    var answer = api.anonymous().post("/api/v1/auth/register", body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").findValuesAsString("pointer")).containsExactly(pointer);
  }

  @Test
  void aUserSignsInWithAPassword() {
    var email = api.signUp("alice").email();
    var right = Map.of("email", email, "password", "correct horse");
    var answer = api.anonymous().post("/api/v1/auth/login", right);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    var wrong = Map.of("email", email, "password", "wrong horse");
    assertThat(api.anonymous().post("/api/v1/auth/login", wrong).status()).isEqualTo(401);
  }

  @Test
  void aRefreshTokenWorksOnceAndItsReuseEndsTheSession() {
    var session = api.signUp("alice").session();
    var anonymous = api.anonymous();
    var next = anonymous.post("/api/v1/auth/refresh", refreshToken(session));
    assertThat(next.status()).isEqualTo(200);
    var reused = anonymous.post("/api/v1/auth/refresh", refreshToken(session));
    assertThat(reused.status()).isEqualTo(401);
    var revoked = anonymous.post("/api/v1/auth/refresh", refreshToken(next.body()));
    assertThat(revoked.status()).isEqualTo(401);
  }

  @Test
  void signingOutEndsTheSession() {
    var session = api.signUp("alice").session();
    var anonymous = api.anonymous();
    for (int times = 0; times < 2; times++) {
      assertThat(anonymous.post("/api/v1/auth/logout", refreshToken(session)).status())
          .isEqualTo(204);
    }
    assertThat(anonymous.post("/api/v1/auth/refresh", refreshToken(session)).status())
        .isEqualTo(401);
  }

  @Test
  void aUserChangesTheirName() {
    var alice = api.signUp("alice");
    var changed = alice.patch("/api/v1/me", Map.of("name", "Alice 🚀"));
    assertThat(changed.body().path("name").asString()).isEqualTo("Alice 🚀");
    assertThat(alice.get("/api/v1/me").body().path("name").asString()).isEqualTo("Alice 🚀");
    assertThat(alice.send("PATCH", "/api/v1/me", "{\"name\": null}").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic x", "Bearer a.b.c"})
  void anInvalidTokenIsUnauthenticated(String authorization) {
    var answer = api.anonymous().with("Authorization", authorization).get("/api/v1/me");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @ParameterizedTest
  @CsvSource({"GET,/nothing,404", "PUT,/api/v1/me,405", "GET,/healthz,200", "GET,/api/v1/me,401"})
  void anInvalidTokenOnlyMattersWhereOneIsNeeded(String method, String path, int status) {
    var client = api.anonymous().with("Authorization", "Bearer x");
    assertThat(client.send(method, path, null).status()).isEqualTo(status);
  }

  @Test
  void fiveGuestsMayComeAMinute() {
    var client = api.anonymous();
    assertThat(client.post("/api/v1/auth/guest", Map.of()).status()).isEqualTo(201);
    for (int others = 0; others < 4; others++) {
      client.post("/api/v1/auth/guest", Map.of());
    }
    assertThat(client.post("/api/v1/auth/guest", Map.of()).status()).isEqualTo(429);
  }
}
