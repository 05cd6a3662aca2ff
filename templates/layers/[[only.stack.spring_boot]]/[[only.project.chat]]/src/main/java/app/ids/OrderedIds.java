package app.ids;

import java.security.SecureRandom;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Ids that sort by time: UUIDs of version 7 (RFC 9562). */
@Component
public class OrderedIds {
  /** Sorts before all ids. */
  public static final UUID FIRST = new UUID(0, 0);

  private static final SecureRandom RANDOM = new SecureRandom();

  private UUID latest = FIRST;

  /** Sorts after all earlier ones. */
  public UUID next() {
    return after(FIRST);
  }

  /** Also sorts after another one, even if the clock of the process that made that was ahead. */
  public synchronized UUID after(UUID other) {
    var before = isAfter(other, latest) ? other : latest;
    latest = random();
    if (!isAfter(latest, before)) {
      latest = successor(before);
    }
    return latest;
  }

  private static UUID random() {
    long version = 0x7000L | RANDOM.nextInt(1 << 12);
    long variant = (1L << 63) | (RANDOM.nextLong() >>> 2);
    return new UUID(System.currentTimeMillis() << 16 | version, variant);
  }

  private static UUID successor(UUID id) {
    long low = id.getLeastSignificantBits() + 1;
    return new UUID(id.getMostSignificantBits() + (low == 0 ? 1 : 0), low);
  }

  /** As texts do; UUIDs themselves compare as signed numbers. */
  private static boolean isAfter(UUID one, UUID other) {
    return one.toString().compareTo(other.toString()) > 0;
  }
}
