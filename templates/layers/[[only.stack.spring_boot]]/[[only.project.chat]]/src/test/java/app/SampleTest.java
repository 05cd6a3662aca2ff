package app;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@ApiTest
class SampleTest {
  @Autowired Api api;
  @Autowired Seed seed;
  @Autowired JdbcClient database;

  private Api.Client signedIn(Api.Answer session) {
    var token = session.body().path("access_token").asString();
    return api.anonymous().with("Authorization", "Bearer " + token);
  }

  @Test
  void plantingTwiceIsPlantingOnce() {
    assertThat(seed.plant()).isEqualTo(seed.plant()).contains("ada@example.com");
    var credentials =
        Map.of("email", "ada@example.com", "password", "correct horse battery staple");
    var ada = signedIn(api.anonymous().post("/api/v1/auth/login", credentials));
    var rooms = ada.get("/api/v1/rooms?limit=100").body().path("items");
    assertThat(rooms.findValuesAsString("name")).contains("general", "random");
  }

  @Test
  void aGuestIsWelcomedAndGoesAfterADay() {
    var guest = signedIn(api.anonymous().post("/api/v1/auth/guest", Map.of()));
    var rooms = guest.get("/api/v1/rooms").body().path("items");
    assertThat(rooms.findValuesAsString("name").getFirst()).startsWith("Welcome guest-");
    var room = rooms.get(0);
    assertThat(room.path("unread_count").asInt()).isEqualTo(2);
    var email = guest.get("/api/v1/me").body().path("email").asString();
    database
        .sql("UPDATE users SET created_at = ? WHERE email = ?")
        .params(Timestamp.from(Instant.EPOCH), email)
        .update();
    api.anonymous().post("/api/v1/auth/guest", Map.of());
    assertThat(guest.get("/api/v1/me").status()).isEqualTo(401);
  }
}
