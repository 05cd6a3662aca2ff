package app.http;

import app.database.DatabaseErrors;
import app.failure.Failure;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Maps every error to a response. */
@RestControllerAdvice
class ErrorHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorHandler.class);

  private final DatabaseErrors databaseErrors;

  ErrorHandler(DatabaseErrors databaseErrors) {
    this.databaseErrors = databaseErrors;
  }

  @ExceptionHandler
  void handle(Exception e, HttpServletResponse response) throws IOException {
    Problems.write(response, failureOf(e));
  }

  /** Null for a bug, which is logged. */
  private Failure failureOf(Exception e) {
    return switch (e) {
      case Failure failure -> failure;
      case HttpRequestMethodNotSupportedException refused ->
          Failure.methodNotAllowed(withHead(refused.getSupportedHttpMethods()));
      case HttpMediaTypeNotSupportedException _ ->
          new Failure(Failure.Kind.UNSUPPORTED_TYPE, "The body must be application/json.");
      case HttpMessageNotReadableException _ ->
          new Failure(Failure.Kind.MALFORMED, "The body is not valid JSON.");
      case OptimisticLockingFailureException _ ->
          new Failure(Failure.Kind.STALE, "It was modified since you fetched it. Fetch it again.");
      // An id that nothing can have.
      case MethodArgumentTypeMismatchException _ -> Failure.notFound();
      case NoHandlerFoundException _, NoResourceFoundException _ -> Failure.notFound();
      default -> unexpected(e);
    };
  }

  private Failure unexpected(Exception e) {
    if (databaseErrors.isUnavailable(e)) {
      LOG.error("The database is unavailable: {}", e.getClass().getSimpleName());
      return new Failure(Failure.Kind.UNAVAILABLE, "The database is unavailable. Try again.");
    }
    LOG.error("Unhandled exception", e);
    return null;
  }

  private static Set<String> withHead(Set<HttpMethod> methods) {
    var names = new TreeSet<String>();
    if (methods != null) {
      methods.forEach(method -> names.add(method.name()));
    }
    if (names.contains("GET")) {
      names.add("HEAD");
    }
    return names;
  }
}
