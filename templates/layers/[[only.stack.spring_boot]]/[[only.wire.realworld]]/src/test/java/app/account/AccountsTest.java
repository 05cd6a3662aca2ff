package app.account;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Wire;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class AccountsTest {
  private static final String USER = "/api/user";

  @Autowired Api api;

  private static Api.Answer change(Api.Client user, String member, Object value) {
    var change = new HashMap<String, Object>();
    change.put(member, value);
    return user.put(USER, Map.of("user", change));
  }

  private static Map<String, Object> registration(String username, String email) {
    return Map.of(
        "user", Map.of("username", username, "email", email, "password", "correct horse"));
  }

  @Test
  void aUserRegistersAndIsSignedIn() {
    var alice = api.signUp("alice");
    var me = alice.get(USER);
    assertThat(me.status()).isEqualTo(200);
    assertThat(me.body().path("user").path("email").asString()).isEqualTo(alice.email());
    assertThat(me.body().path("user").path("bio").isNull()).isTrue();
    assertThat(me.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void aNameOrAddressThatIsTakenIsNamed() {
    var alice = api.signUp("alice");
    var name = Wire.name(alice.session());
    var sameName = api.anonymous().post(Wire.REGISTER, registration(name, "x" + alice.email()));
    assertThat(sameName.status()).isEqualTo(409);
    assertThat(sameName.body().path("errors").propertyNames()).containsExactly("username");
    var upper = alice.email().toUpperCase(Locale.ROOT);
    var sameEmail = api.anonymous().post(Wire.REGISTER, registration("x" + name, upper));
    assertThat(sameEmail.status()).isEqualTo(409);
    assertThat(sameEmail.body().path("errors").propertyNames()).containsExactly("email");
  }

  @Test
  void namesThatLookTheSameAreTheSame() {
    var suffix = Wire.name(api.signUp("a").session());
    var composed = registration("\u00e9" + suffix, "composed" + suffix + "@example.com");
    var decomposed = registration("e\u0301" + suffix, "decomposed" + suffix + "@example.com");
    assertThat(api.anonymous().post(Wire.REGISTER, composed).status()).isEqualTo(201);
    assertThat(api.anonymous().post(Wire.REGISTER, decomposed).status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({
    "username,a/b",
    "username,.hidden",
    "username,' padded '",
    "email,nobody",
    "email,a@b@example.com",
    "email,a@example",
    "email,a@example..com",
    "password,short"
  })
  void anInvalidMemberIsNamed(String member, String value) {
    var answer = change(api.signUp("alice"), member, value);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").propertyNames()).containsExactly(member);
  }

  @ParameterizedTest
  @ValueSource(strings = {"username", "email", "password"})
  void aUserCannotGoWithout(String member) {
    var alice = api.signUp("alice");
    for (var blank : Arrays.asList("", "  ", null)) {
      var answer = change(alice, member, blank);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.body().path("errors").path(member).path(0).asString())
          .isEqualTo("can't be blank");
    }
  }

  @Test
  void aUserSignsInWithAPassword() {
    var email = api.signUp("alice").email();
    var answer = api.anonymous().post(Wire.LOGIN, Wire.credentials(email, "correct horse"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    var wrong = api.anonymous().post(Wire.LOGIN, Wire.credentials(email, "wrong horse"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.body().path("errors").path("credentials").path(0).asString())
        .isEqualTo("invalid");
  }

  @Test
  void aUserChangesTheirAccount() {
    var alice = api.signUp("alice");
    var name = "new-" + Wire.name(alice.session());
    assertThat(Wire.name(change(alice, "username", name).body())).isEqualTo(name);
    assertThat(change(alice, "bio", "🐉").body().path("user").path("bio").asString())
        .isEqualTo("🐉");
    assertThat(change(alice, "bio", "").body().path("user").path("bio").isNull()).isTrue();
    assertThat(change(alice, "image", "/a.png").status()).isEqualTo(200);
    assertThat(change(alice, "email", "new-" + alice.email()).status()).isEqualTo(200);
    var me = alice.get(USER).body();
    assertThat(Wire.name(me)).isEqualTo(name);
    assertThat(me.path("user").path("image").asString()).isEqualTo("/a.png");
    assertThat(me.path("user").path("email").asString()).isEqualTo("new-" + alice.email());
  }

  @Test
  void aUserCannotTakeSomebodyElsesNameOrAddress() {
    var alice = api.signUp("alice");
    var bob = api.signUp("bob");
    var sameName = change(alice, "username", Wire.name(bob.session()));
    assertThat(sameName.status()).isEqualTo(409);
    assertThat(sameName.body().path("errors").propertyNames()).containsExactly("username");
    var sameEmail = change(alice, "email", bob.email());
    assertThat(sameEmail.status()).isEqualTo(409);
    assertThat(sameEmail.body().path("errors").propertyNames()).containsExactly("email");
  }

  @Test
  void aNewPasswordEndsEveryEarlierToken() {
    var alice = api.signUp("alice");
    var changed = change(alice, "password", "another horse").body();
    assertThat(alice.get(USER).status()).isEqualTo(401);
    var again = api.anonymous().with("Authorization", Wire.authorization(changed));
    assertThat(again.get(USER).status()).isEqualTo(200);
    var body = Wire.credentials(alice.email(), "another horse");
    assertThat(api.anonymous().post(Wire.LOGIN, body).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"'',is missing", "Token,is invalid", "Token a.b.c,is invalid", "Basic x,is invalid"})
  void anInvalidTokenIsUnauthenticated(String authorization, String message) {
    var answer = api.anonymous().with("Authorization", authorization).get(USER);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Token");
    assertThat(answer.body().path("errors").path("token").path(0).asString()).isEqualTo(message);
  }

  @Test
  void bearerIsTheSameAsToken() {
    var alice = api.signUp("alice");
    var bearer = Wire.authorization(alice.session()).replace("Token", "Bearer");
    assertThat(alice.with("Authorization", bearer).get(USER).status()).isEqualTo(200);
  }

  @Test
  void aGuestHasArticlesAndFiveOfThemMayComeAMinute() {
    var client = api.anonymous();
    var session = client.post("/api/users/guest", Map.of());
    assertThat(session.status()).isEqualTo(201);
    var articles = client.get("/api/articles?author=" + Wire.name(session.body()));
    assertThat(articles.body().path("articlesCount").asInt()).isEqualTo(2);
    for (int others = 0; others < 4; others++) {
      client.post("/api/users/guest", Map.of());
    }
    assertThat(client.post("/api/users/guest", Map.of()).status()).isEqualTo(429);
  }
}
