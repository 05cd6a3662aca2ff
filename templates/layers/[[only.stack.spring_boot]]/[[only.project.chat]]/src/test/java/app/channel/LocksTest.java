package app.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LocksTest {
  private final Locks locks = new Locks();
  private int count;

  private int countSlowly() {
    int before = count;
    LockSupport.parkNanos(1);
    count = before + 1;
    return count;
  }

  @Test
  void oneAfterTheOtherDoesItsWork() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int number = 0; number < 100; number++) {
        threads.execute(() -> locks.locked("room", this::countSlowly));
      }
    }
    assertThat(count).isEqualTo(100);
  }

  @Test
  void aLockIsReleasedWhateverHappens() {
    assertThatThrownBy(
            () ->
                locks.locked(
                    "room",
                    () -> {
                      throw new IllegalStateException();
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(locks.locked("room", () -> "free")).isEqualTo("free");
  }
}
