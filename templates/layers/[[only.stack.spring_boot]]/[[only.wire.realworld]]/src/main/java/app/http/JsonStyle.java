package app.http;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategies.NamingBase;

/** What the JSON of this API looks like. */
final class JsonStyle {
  static final NamingBase NAMES = new PropertyNamingStrategies.LowerCamelCaseStrategy();

  /** Front ends send articles back as they got them. */
  static final boolean REFUSES_UNKNOWN_MEMBERS = false;

  private JsonStyle() {}
}
