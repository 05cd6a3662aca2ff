package app.failure;

import java.util.List;
import java.util.Set;

/**
 * Why a request fails, in terms of the domain. The kind tells failures apart; the message is for
 * people.
 */
public class Failure extends RuntimeException {
  public enum Kind {
    /** The body or the request line is not valid. */
    MALFORMED,
    /** A code or a state is missing, unknown, used or expired, or belongs to another browser. */
    START_AGAIN,
    /** The caller is not signed in, or no longer. */
    UNAUTHENTICATED,
    /** The caller can see it, but may not do this. */
    FORBIDDEN,
    /** It does not exist, or the caller cannot see it. */
    NOT_FOUND,
    /** The path exists, but not with this method. */
    METHOD_NOT_ALLOWED,
    /** It conflicts with an existing resource. */
    CONFLICT,
    /** A provider cannot be unlinked, because it is the only way to sign in to the account. */
    LAST_WAY_IN,
    /** The caller does not have the latest version. */
    STALE,
    /** The body is larger than the server accepts. */
    TOO_LARGE,
    /** The operation does not accept the body's media type. */
    UNSUPPORTED_TYPE,
    /** Some values are invalid. */
    INVALID,
    /** An update must include the version that it is based on. */
    UNCONDITIONAL,
    /** Too many attempts. */
    TOO_MANY,
    /** A sign-in provider is down or slow, or its response is invalid. */
    PROVIDER_FAILED,
    /** A service that the server depends on is unavailable. */
    UNAVAILABLE
  }

  /** An invalid value; the pointer says where it is (RFC 6901). */
  public record Field(String pointer, String detail) {}

  private final Kind kind;
  private final List<Field> fields;
  private final Set<String> methods;
  private final long retryAfter;

  Failure(Kind kind, String detail, List<Field> fields, Set<String> methods, long seconds) {
    // Without a stack trace: it is an answer, not a bug.
    super(detail, null, false, false);
    this.kind = kind;
    this.fields = fields;
    this.methods = methods;
    this.retryAfter = seconds;
  }

  public Failure(Kind kind, String detail) {
    this(kind, detail, List.of(), Set.of(), 0);
  }

  public static Failure notFound() {
    return new Failure(Kind.NOT_FOUND, "Not found, or you have no access.");
  }

  public static Failure invalid(String pointer, String detail) {
    return invalid(List.of(new Field(pointer, detail)));
  }

  public static Failure invalid(List<Field> fields) {
    return new Failure(Kind.INVALID, "Some values are invalid.", fields, Set.of(), 0);
  }

  public static Failure methodNotAllowed(Set<String> methods) {
    var detail = "This path allows " + String.join(", ", methods) + ".";
    return new Failure(Kind.METHOD_NOT_ALLOWED, detail, List.of(), methods, 0);
  }

  public static Failure tooMany(long seconds) {
    var detail = "Too many attempts. Try again later.";
    return new Failure(Kind.TOO_MANY, detail, List.of(), Set.of(), seconds);
  }

  public Kind kind() {
    return kind;
  }

  public List<Field> fields() {
    return fields;
  }

  /** The methods that the path allows. */
  public Set<String> methods() {
    return methods;
  }

  /** In seconds. */
  public long retryAfter() {
    return retryAfter;
  }
}
