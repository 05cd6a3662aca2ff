package app.http;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategy;

/** What the JSON of this API looks like. */
final class JsonStyle {
  static final PropertyNamingStrategy NAMES = PropertyNamingStrategies.LOWER_CAMEL_CASE;

  /** Front ends send articles back as they got them. */
  static final boolean REFUSES_UNKNOWN_MEMBERS = false;

  private JsonStyle() {}

  /** The name of a member in JSON. */
  static String nameOf(String member) {
    return member;
  }
}
