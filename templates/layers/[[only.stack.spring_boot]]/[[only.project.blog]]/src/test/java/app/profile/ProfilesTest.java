package app.profile;

import static app.Writer.name;
import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class ProfilesTest {
  @Autowired Api api;

  private static String path(Api.Client user) {
    return "/api/profiles/" + name(user);
  }

  private static boolean follows(Api.Client viewer, Api.Client user) {
    return viewer.get(path(user)).body().path("profile").path("following").asBoolean();
  }

  @Test
  void aProfileShowsNothingPrivate() {
    var profile = api.anonymous().get(path(api.signUp("alice"))).body().path("profile");
    assertThat(profile.propertyNames()).containsExactly("username", "bio", "image", "following");
  }

  @Test
  void onlyTheFollowerSeesThatTheyFollow() {
    var alice = api.signUp("alice");
    var bob = api.signUp("bob");
    for (int times = 0; times < 2; times++) {
      var followed = alice.post(path(bob) + "/follow", Map.of());
      assertThat(followed.body().path("profile").path("following").asBoolean()).isTrue();
    }
    assertThat(follows(alice, bob)).isTrue();
    assertThat(follows(bob, alice)).isFalse();
    assertThat(follows(api.anonymous(), bob)).isFalse();
    for (int times = 0; times < 2; times++) {
      var left = alice.delete(path(bob) + "/follow");
      assertThat(left.body().path("profile").path("following").asBoolean()).isFalse();
    }
    assertThat(follows(alice, bob)).isFalse();
  }

  @Test
  void nobodyIsNotFound() {
    var alice = api.signUp("alice");
    var path = "/api/profiles/nobody";
    assertThat(alice.get(path).status()).isEqualTo(404);
    assertThat(alice.post(path + "/follow", Map.of()).status()).isEqualTo(404);
    assertThat(alice.delete(path + "/follow").status()).isEqualTo(404);
    assertThat(alice.get(path).body().path("errors").propertyNames()).containsExactly("profile");
  }

  @Test
  void followingNeedsAToken() {
    assertThat(api.anonymous().post("/api/profiles/nobody/follow", Map.of()).status())
        .isEqualTo(401);
  }
}
