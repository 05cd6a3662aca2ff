package app.account;

import java.util.UUID;

/** Who reads something public, as a parameter of its route. */
public record Viewer(UUID id) {
  /** The id of nobody, so that an anonymous reader follows nobody and likes nothing. */
  static final Viewer ANONYMOUS = new Viewer(new UUID(0, 0));
}
