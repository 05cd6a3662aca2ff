package app.http;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies.NamingBase;

/** What the JSON of this API looks like. */
final class JsonStyle {
  static final NamingBase NAMES = new PropertyNamingStrategies.SnakeCaseStrategy();

  /** A client that misspells a member would otherwise not notice. */
  static final boolean REFUSES_UNKNOWN_MEMBERS = true;

  private JsonStyle() {}
}
