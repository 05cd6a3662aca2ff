package app.provider;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Wire;
import app.account.Accounts;
import app.http.Query;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class ProvidersTest {
  private static final String AUTH = Accounts.PREFIX;

  @Autowired Api api;

  private String subject;

  @BeforeEach
  void someoneNewIsAtTheProvider() {
    subject = UUID.randomUUID().toString();
    FakeProvider.claims.clear();
    FakeProvider.claims.putAll(
        Map.of(
            "sub",
            subject,
            "email",
            subject + "@example.com",
            "email_verified",
            true,
            "name",
            "Alice"));
    FakeProvider.isDown = false;
  }

  /** A browser that has been sent to a provider, with its cookie, and the state that came along. */
  private record Started(Api.Client browser, String state) {}

  private Started start(String provider) {
    var answer = api.anonymous().get(AUTH + "/" + provider + "/authorize");
    assertThat(answer.status()).isEqualTo(302);
    return started(api.anonymous(), answer, answer.header("Location"));
  }

  private static Started started(Api.Client client, Api.Answer answer, String location) {
    var query = new Query(URI.create(location).getRawQuery());
    FakeProvider.claims.put("nonce", query.first("nonce"));
    var cookie = answer.header("Set-Cookie").split(";", -1)[0];
    return new Started(client.with("Cookie", cookie), query.first("state"));
  }

  private Api.Answer callBack(Started started, String provider, String result) {
    return started
        .browser()
        .get(AUTH + "/" + provider + "/callback?state=" + started.state() + "&" + result);
  }

  private Api.Answer signIn(String provider) {
    var started = start(provider);
    var location = callBack(started, provider, "code=good").header("Location");
    var code = new Query(URI.create(location).getRawQuery()).first("code");
    return started.browser().post(AUTH + "/exchange", Map.of("code", code));
  }

  @Test
  void theConfiguredProvidersAreListed() {
    var items = api.anonymous().get(AUTH + "/providers").body().path("items");
    assertThat(items.findValuesAsString("id")).containsExactly("oidc", "github");
  }

  @Test
  void anUnknownProviderIsNotFound() {
    assertThat(api.anonymous().get(AUTH + "/nobody/authorize").status()).isEqualTo(404);
  }

  @Test
  void aNewPersonGetsAnAccountAndFindsItAgain() {
    var first = signIn("oidc");
    assertThat(first.status()).isEqualTo(200);
    assertThat(Wire.name(first.body())).startsWith("Alice");
    FakeProvider.claims.put("email", "another@example.com");
    assertThat(Wire.name(signIn("oidc").body())).isEqualTo(Wire.name(first.body()));
    assertThat(signIn("oidc").body().path("user").path("email").asString())
        .isEqualTo(subject + "@example.com");
  }

  @Test
  void gitHubSaysWhoHasSignedIn() {
    assertThat(signIn("github").body().path("user").path("email").asString())
        .isEqualTo("octocat@example.com");
  }

  @Test
  void anAddressThatIsNotVerifiedMakesNoAccount() {
    FakeProvider.claims.put("email_verified", "true");
    assertThat(callBack(start("oidc"), "oidc", "code=good").header("Location"))
        .isEqualTo("/?error=email_not_verified");
  }

  @Test
  void anAccountWithAPasswordIsNotTakenOverByItsAddress() {
    FakeProvider.claims.put("email", api.signUp("alice").email());
    assertThat(callBack(start("oidc"), "oidc", "code=good").header("Location"))
        .isEqualTo("/?error=account_exists");
  }

  @Test
  void aUserWhoRefusesComesBack() {
    assertThat(callBack(start("oidc"), "oidc", "error=access_denied").header("Location"))
        .isEqualTo("/?error=access_denied");
  }

  @Test
  void aCallbackWorksOnceAndOnlyInItsBrowser() {
    var started = start("oidc");
    assertThat(callBack(new Started(api.anonymous(), started.state()), "oidc", "code=x").status())
        .isEqualTo(400);
    assertThat(callBack(new Started(started.browser(), "another"), "oidc", "code=x").status())
        .isEqualTo(400);
    assertThat(callBack(started, "oidc", "code=good").status()).isEqualTo(302);
    assertThat(callBack(started, "oidc", "code=good").status()).isEqualTo(400);
  }

  @Test
  void aCodeIsExchangedOnce() {
    var started = start("oidc");
    var location = callBack(started, "oidc", "code=good").header("Location");
    var code = Map.of("code", location.substring("/?code=".length()));
    assertThat(started.browser().post(AUTH + "/exchange", code).status()).isEqualTo(200);
    assertThat(started.browser().post(AUTH + "/exchange", code).status()).isEqualTo(400);
  }

  @Test
  void aCodeThatTheProviderRefusesIsTheBrowsersFault() {
    assertThat(callBack(start("oidc"), "oidc", "code=wrong").status()).isEqualTo(400);
  }

  @Test
  void aTokenForAnotherAttemptIsTheProvidersFault() {
    var started = start("oidc");
    FakeProvider.claims.put("nonce", "another");
    assertThat(callBack(started, "oidc", "code=good").status()).isEqualTo(502);
  }

  @Test
  void aProviderThatIsDownIsABadGateway() {
    var started = start("github");
    FakeProvider.isDown = true;
    assertThat(callBack(started, "github", "code=good").status()).isEqualTo(502);
    assertThat(callBack(start("github"), "github", "error=server_error").status()).isEqualTo(502);
  }

  @Test
  void aUserLinksAProviderAndUnlinksIt() {
    var alice = api.signUp("alice");
    var path = AUTH + "/oidc/link";
    assertThat(alice.get(path).body().path("linked").asBoolean()).isFalse();
    var answer = alice.post(path, Map.of());
    var started = started(alice, answer, answer.body().path("url").asString());
    assertThat(callBack(started, "oidc", "code=good").header("Location"))
        .isEqualTo("/?linked=oidc");
    assertThat(alice.get(path).body().path("linked").asBoolean()).isTrue();
    assertThat(alice.delete(path).status()).isEqualTo(204);
  }

  @Test
  void theLastWayInStays() {
    var session = signIn("oidc").body();
    var alice = api.anonymous().with("Authorization", Wire.authorization(session));
    assertThat(alice.delete(AUTH + "/oidc/link").status()).isEqualTo(409);
  }
}
