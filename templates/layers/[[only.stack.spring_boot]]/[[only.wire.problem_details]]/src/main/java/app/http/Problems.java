package app.http;

import app.failure.Failure;
import app.text.Text;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import tools.jackson.databind.json.JsonMapper;

/** Error responses (RFC 9457). */
final class Problems {
  /** A response stays small, whatever the client sent. */
  private static final int MOST_FIELDS = 100;

  private static final int LONGEST_POINTER = 1000;
  private static final JsonMapper JSON =
      JsonMapper.builder().addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class).build();

  private Problems() {}

  /** Without a failure, it is a bug. */
  static void write(HttpServletResponse response, Failure failure) throws IOException {
    var status = failure == null ? HttpStatus.INTERNAL_SERVER_ERROR : statusOf(failure.kind());
    var detail = failure == null ? "An unexpected error occurred." : failure.getMessage();
    var problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setType(URI.create("about:blank"));
    problem.setTitle(status.getReasonPhrase());
    if (failure != null) {
      addHeaders(response, failure);
      if (!failure.fields().isEmpty()) {
        problem.setProperty("errors", shortened(failure.fields()));
      }
    }
    var body = JSON.writeValueAsBytes(problem);
    response.setStatus(status.value());
    response.setContentType("application/problem+json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  private static void addHeaders(HttpServletResponse response, Failure failure) {
    switch (failure.kind()) {
      case UNAUTHENTICATED -> response.setHeader("WWW-Authenticate", "Bearer");
      case METHOD_NOT_ALLOWED -> response.setHeader("Allow", String.join(", ", failure.methods()));
      case TOO_MANY -> response.setHeader("Retry-After", Long.toString(failure.retryAfter()));
      default -> {}
    }
  }

  private static List<Failure.Field> shortened(List<Failure.Field> fields) {
    return fields.stream()
        .limit(MOST_FIELDS)
        .map(each -> new Failure.Field(Text.first(each.pointer(), LONGEST_POINTER), each.detail()))
        .toList();
  }

  private static HttpStatus statusOf(Failure.Kind kind) {
    return switch (kind) {
      case MALFORMED, START_AGAIN -> HttpStatus.BAD_REQUEST;
      case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
      case FORBIDDEN -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case METHOD_NOT_ALLOWED -> HttpStatus.METHOD_NOT_ALLOWED;
      case CONFLICT, LAST_WAY_IN -> HttpStatus.CONFLICT;
      case STALE -> HttpStatus.PRECONDITION_FAILED;
      case TOO_LARGE -> HttpStatus.CONTENT_TOO_LARGE;
      case UNSUPPORTED_TYPE -> HttpStatus.UNSUPPORTED_MEDIA_TYPE;
      case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
      case UNCONDITIONAL -> HttpStatus.PRECONDITION_REQUIRED;
      case TOO_MANY -> HttpStatus.TOO_MANY_REQUESTS;
      case PROVIDER_FAILED -> HttpStatus.BAD_GATEWAY;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
    };
  }
}
