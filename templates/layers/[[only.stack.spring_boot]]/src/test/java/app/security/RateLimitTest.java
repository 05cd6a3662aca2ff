package app.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.failure.Failure;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitTest {
  private Instant now = Instant.EPOCH;
  private final InstantSource time = () -> now;
  private final RateLimit limit = new RateLimit(2, clock());

  private Clock clock() {
    return time.withZone(ZoneOffset.UTC);
  }

  @Test
  void aKeyHasAFewAttemptsAMinute() {
    limit.count("alice");
    limit.count("alice");
    assertThatThrownBy(() -> limit.count("alice")).isInstanceOf(Failure.class);
    assertThatCode(() -> limit.count("bob")).doesNotThrowAnyException();
    now = now.plusSeconds(60);
    assertThatCode(() -> limit.count("alice")).doesNotThrowAnyException();
  }

  @Test
  void attemptsCanBeForgotten() {
    limit.count("alice", "bob");
    limit.count("alice", "bob");
    limit.forget("alice");
    limit.takeBack("bob");
    assertThatCode(() -> limit.count("alice", "bob")).doesNotThrowAnyException();
  }
}
