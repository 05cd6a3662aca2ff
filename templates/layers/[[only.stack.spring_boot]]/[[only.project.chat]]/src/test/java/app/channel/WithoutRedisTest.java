package app.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.failure.Failure;
import app.settings.ChannelSettings;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** While Redis cannot be reached. */
class WithoutRedisTest {
  private static final Person BOB = new Person(UUID.randomUUID(), "Bob");
  private static final ThroughRedis REDIS =
      new ThroughRedis(
          new ChannelSettings("", "rediss://127.0.0.1:1", "encrypt", "chat", "", 120), "test");

  static Stream<ThrowingCallable> requests() {
    return Stream.of(
        () -> REDIS.present("room"),
        () -> REDIS.expired("room"),
        () -> REDIS.enter("room", "1.1", BOB),
        () -> REDIS.leave("room", List.of("1.1")),
        () -> REDIS.renew("room", Map.of("1.1", BOB)),
        () -> REDIS.saveSignIn("1.1", "room", "mine"),
        () -> REDIS.signInOf("1.1", "room"),
        () -> REDIS.locked("room", () -> "done"));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void aRequestIsUnavailable(ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> assertThat(failure.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
  }

  @Test
  void anAnnouncementIsLost() {
    assertThatCode(() -> REDIS.publish(Announcement.of("room", "{}", null)))
        .doesNotThrowAnyException();
  }
}
