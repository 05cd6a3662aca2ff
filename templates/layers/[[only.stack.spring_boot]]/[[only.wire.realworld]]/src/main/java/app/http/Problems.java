package app.http;

import app.failure.Failure;
import app.text.Text;
import app.text.Visible;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Error responses, with messages by field or resource: {"errors": {"title": ["can't be blank"]}}.
 */
final class Problems {
  /** A response stays small, whatever the client sent. */
  private static final int MOST_FIELDS = 100;

  private static final int LONGEST_NAME = 100;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Problems() {}

  /** The response to a kind of failure; the message is for those that are about no field. */
  private record Reply(HttpStatus status, String about, String message) {}

  private record Errors(Map<String, Set<String>> errors) {}

  /** Without a failure, it is a bug. */
  static void write(HttpServletResponse response, Failure failure) throws IOException {
    var reply =
        failure == null
            ? new Reply(HttpStatus.INTERNAL_SERVER_ERROR, "server", "made a mistake")
            : replyTo(failure.kind());
    var errors = Map.of(reply.about(), Set.of(reply.message()));
    if (failure != null) {
      addHeaders(response, failure);
      if (!failure.fields().isEmpty()) {
        errors = byField(failure.fields());
      }
    }
    var body = JSON.writeValueAsBytes(new Errors(errors));
    response.setStatus(reply.status().value());
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static void addHeaders(HttpServletResponse response, Failure failure) {
    switch (failure.kind()) {
      case UNAUTHENTICATED -> response.setHeader("WWW-Authenticate", "Token");
      case METHOD_NOT_ALLOWED -> response.setHeader("Allow", String.join(", ", failure.methods()));
      case TOO_MANY -> response.setHeader("Retry-After", Long.toString(failure.retryAfter()));
      default -> {}
    }
  }

  private static Map<String, Set<String>> byField(List<Failure.Field> fields) {
    var messages = new LinkedHashMap<String, Set<String>>();
    for (var field : fields.subList(0, Math.min(MOST_FIELDS, fields.size()))) {
      messages
          .computeIfAbsent(nameIn(field.pointer()), _ -> new LinkedHashSet<>())
          .add(field.detail());
    }
    // What is blank is also too short, and whatever else.
    messages.replaceAll(
        (_, found) -> found.contains(Visible.BLANK) ? Set.of(Visible.BLANK) : found);
    return messages;
  }

  /** Both /article/tagList/0 and /tagList are about tagList. */
  private static String nameIn(String pointer) {
    var parts = pointer.split("/", -1);
    var name = Text.first(parts[Math.min(2, parts.length - 1)], LONGEST_NAME);
    return name.isEmpty() ? "body" : name;
  }

  private static Reply replyTo(Failure.Kind kind) {
    return switch (kind) {
      case MALFORMED -> new Reply(HttpStatus.BAD_REQUEST, "body", "is not JSON");
      case START_AGAIN -> new Reply(HttpStatus.BAD_REQUEST, "state", "is invalid");
      case UNAUTHENTICATED -> new Reply(HttpStatus.UNAUTHORIZED, "token", "is invalid");
      case FORBIDDEN -> new Reply(HttpStatus.FORBIDDEN, "resource", "forbidden");
      case NOT_FOUND -> new Reply(HttpStatus.NOT_FOUND, "route", "not found");
      case METHOD_NOT_ALLOWED ->
          new Reply(HttpStatus.METHOD_NOT_ALLOWED, "method", "is not allowed");
      case CONFLICT, STALE, UNCONDITIONAL ->
          new Reply(HttpStatus.CONFLICT, "resource", "has changed");
      case LAST_WAY_IN -> new Reply(HttpStatus.CONFLICT, "provider", "is the only way to sign in");
      case TOO_LARGE -> new Reply(HttpStatus.CONTENT_TOO_LARGE, "body", "is larger than 1 MiB");
      case UNSUPPORTED_TYPE ->
          new Reply(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "body", "must be application/json");
      case INVALID -> new Reply(HttpStatus.UNPROCESSABLE_CONTENT, "body", "is invalid");
      case TOO_MANY -> new Reply(HttpStatus.TOO_MANY_REQUESTS, "credentials", "failed too often");
      case PROVIDER_FAILED -> new Reply(HttpStatus.BAD_GATEWAY, "provider", "is unavailable");
      case UNAVAILABLE -> new Reply(HttpStatus.SERVICE_UNAVAILABLE, "database", "does not answer");
    };
  }
}
