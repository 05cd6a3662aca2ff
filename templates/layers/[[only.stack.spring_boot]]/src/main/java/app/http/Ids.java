package app.http;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** UUIDs in their one spelling, unlike {@link UUID#fromString}, which takes shorter ones. */
public final class Ids {
  private static final Pattern ID =
      Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private Ids() {}

  /** Empty if there is none. */
  public static Optional<UUID> parse(String text) {
    return Optional.ofNullable(text)
        .filter(each -> ID.matcher(each).matches())
        .map(UUID::fromString);
  }
}
