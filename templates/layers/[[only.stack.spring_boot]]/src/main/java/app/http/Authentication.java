package app.http;

/** Finds out who has sent a request. */
public interface Authentication {
  /** The user whose token this header has; it throws a failure if there is none. */
  Object caller(String authorization);
}
