package app.channel;

import static org.assertj.core.api.Assertions.assertThat;

import app.settings.ChannelSettings;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes, as far as Redis can tell. They need the one of TEST_REDIS_URL. */
@Tag("redis")
class RedisTest {
  private static final Person BOB = new Person(UUID.randomUUID(), "Bob");

  private final String name = "test:" + UUID.randomUUID();
  private final String url = System.getenv("TEST_REDIS_URL");
  private ThroughRedis here;
  private ThroughRedis there;

  private ThroughRedis connect(String to) {
    return new ThroughRedis(new ChannelSettings("", to, "verify", "chat", "", 120), name);
  }

  @BeforeEach
  void bothAreConnected() {
    here = connect(url);
    here.open(new Subscriptions());
    there = connect(url);
    there.open(new Subscriptions());
  }

  @AfterEach
  void bothAreClosed() {
    here.close();
    there.close();
  }

  @Test
  void whoIsPresentHereIsPresentThere() {
    here.enter("room", "1.1", BOB);
    assertThat(there.present("room")).isEqualTo(Map.of("1.1", BOB));
    assertThat(there.expired("room")).isEmpty();
    assertThat(here.renew("room", Map.of("1.1", BOB, "2.2", BOB))).containsExactly("2.2");
    there.leave("room", List.of("1.1"));
    assertThat(here.present("room")).isEmpty();
  }

  @Test
  void aSignatureFromHereIsKnownThere() {
    here.saveSignIn("1.1", "room", "mine");
    assertThat(there.signInOf("1.1", "room")).contains("mine");
    assertThat(there.signInOf("1.1", "other")).isEmpty();
  }

  @Test
  void aLockExcludesTheOther() {
    var count = new int[1];
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < 20; number++) {
        var either = number % 2 == 0 ? here : there;
        threads.execute(() -> either.locked("room", () -> count[0]++));
      }
    }
    assertThat(count[0]).isEqualTo(20);
  }
}
