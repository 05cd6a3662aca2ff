package app.http;

import java.util.Locale;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategy;

/** What the JSON of this API looks like. */
final class JsonStyle {
  static final PropertyNamingStrategy NAMES = PropertyNamingStrategies.SNAKE_CASE;

  /** A client that misspells a member would otherwise not notice. */
  static final boolean REFUSES_UNKNOWN_MEMBERS = true;

  private JsonStyle() {}

  /** The name of a member in JSON. */
  static String nameOf(String member) {
    return member.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
