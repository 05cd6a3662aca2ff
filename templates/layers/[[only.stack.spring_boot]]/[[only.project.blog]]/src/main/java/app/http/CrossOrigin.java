package app.http;

/** What pages of other origins may do. */
final class CrossOrigin {
  static final String METHODS = "GET, POST, PUT, DELETE";
  static final String ALLOWED = "Authorization, Content-Type, X-Request-ID";
  static final String EXPOSED = "Retry-After, X-Request-ID";

  /** How paths begin whose responses contain tokens. */
  static final String TOKENS = "/api/user";

  private CrossOrigin() {}
}
