package app.security;

import app.settings.Settings;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

/** Hashes passwords with argon2id. */
@Component
public class Passwords {
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;
  private static final int THREADS = 1;
  private static final int PASSES = 2;

  private final Argon2PasswordEncoder encoder;
  private final String nobody;

  /** Each hash takes a processor and much memory, so one processor is left for everything else. */
  private final Semaphore turns =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), true);

  Passwords(Settings settings) {
    encoder =
        new Argon2PasswordEncoder(
            SALT_BYTES, HASH_BYTES, THREADS, settings.passwordMemoryKib(), PASSES);
    nobody = encoder.encode("nobody has this password");
  }

  public String hash(String password) {
    return inTurn(() -> encoder.encode(password));
  }

  /** Takes as long without a hash, so that unknown accounts cannot be detected. */
  public boolean matches(String password, String hash) {
    boolean isKnown = !hash.isEmpty();
    boolean matches = inTurn(() -> encoder.matches(password, isKnown ? hash : nobody));
    return matches && isKnown;
  }

  private <T> T inTurn(Supplier<T> work) {
    turns.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      turns.release();
    }
  }
}
