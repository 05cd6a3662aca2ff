package app.http;

/** What pages of other origins may do. */
final class CrossOrigin {
  static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
  static final String ALLOWED = "Authorization, Content-Type, Idempotency-Key, X-Request-ID";
  static final String EXPOSED = "Link, Location, Retry-After, X-Request-ID";

  /** How paths begin whose responses contain tokens. */
  static final String TOKENS = "/api/v1/auth";

  private CrossOrigin() {}
}
