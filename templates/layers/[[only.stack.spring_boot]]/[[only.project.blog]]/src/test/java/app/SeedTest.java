package app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.account.Users;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class SeedTest {
  @Autowired Api api;
  @Autowired Seed seed;
  @Autowired Users users;

  @BeforeEach
  @AfterEach
  void nothingIsThere() {
    users.deleteAll();
  }

  private Api.Answer signIn() {
    var password = "correct horse battery staple";
    return api.anonymous().post(Wire.LOGIN, Wire.credentials("demo@example.com", password));
  }

  @Test
  void theReaderFollowsTheAuthor() {
    assertThat(seed.plant()).contains("demo@example.com");
    assertThat(seed.plant()).contains("demo@example.com");
    var token = Wire.authorization(signIn().body());
    var feed = api.anonymous().with("Authorization", token).get(Writer.ARTICLES + "/feed");
    assertThat(feed.body().path("articlesCount").asInt()).isEqualTo(3);
    assertThat(feed.body().path("articles").path(0).path("favorited").asBoolean()).isTrue();
  }

  @Test
  void nothingIsAddedIfAnAddressIsTaken() {
    var body = Wire.registration("grace", "grace@example.com");
    assertThat(api.anonymous().post(Wire.REGISTER, body).status()).isEqualTo(201);
    assertThatThrownBy(seed::plant).hasMessageContaining("grace");
    assertThat(signIn().status()).isEqualTo(401);
  }

  @Test
  void nothingIsAddedIfATitleIsTaken() {
    Writer.write(api.signUp("alice"), "Nobody reads the manual");
    assertThatThrownBy(seed::plant).hasMessageContaining("nobody-reads-the-manual");
    assertThat(signIn().status()).isEqualTo(401);
  }
}
