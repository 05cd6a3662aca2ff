package app.http;

import app.failure.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * What happens to every request, whatever its route: an id, a line in the log, and the headers of
 * every response.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(RequestFilter.class);
  private static final Pattern USABLE_ID = Pattern.compile("[ -~]{1,128}");
  private static final Set<String> METHODS =
      Set.of(
          "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE");

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long began = System.nanoTime();
    var id = requestId(request.getHeader("X-Request-ID"));
    // The body is kept until its length is known, which the response to HEAD has too.
    var buffered = new ContentCachingResponseWrapper(response);
    MDC.put("request_id", id);
    try {
      addHeaders(request, buffered, id);
      if (METHODS.contains(request.getMethod())) {
        chain.doFilter(new Target(request), buffered);
      } else {
        Problems.write(
            buffered,
            new Failure(Failure.Kind.MALFORMED, "The request line has an invalid method."));
      }
      answerKnownVersion(request, buffered);
      buffered.copyBodyToResponse();
    } finally {
      log(request, buffered.getStatus(), began);
      MDC.remove("request_id");
    }
  }

  static String requestId(String given) {
    return given != null && USABLE_ID.matcher(given).matches()
        ? given
        : UUID.randomUUID().toString();
  }

  private static void addHeaders(
      HttpServletRequest request, HttpServletResponse response, String id) {
    response.setHeader("X-Request-ID", id);
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (request.getHeader("Authorization") != null) {
      response.setHeader("Cache-Control", "private, no-cache");
    }
  }

  /**
   * To a client that knows any version of a resource, there is nothing new (RFC 9110, section
   * 13.1.2).
   */
  private static void answerKnownVersion(
      HttpServletRequest request, ContentCachingResponseWrapper response) {
    boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    if (isRead && response.getStatus() == 200 && "*".equals(request.getHeader("If-None-Match"))) {
      response.resetBuffer();
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
    }
  }

  private static void log(HttpServletRequest request, int status, long began) {
    var path = request.getRequestURI();
    LOG.atInfo()
        .addKeyValue("method", request.getMethod())
        .addKeyValue("path", path)
        .addKeyValue("status", status)
        .addKeyValue("duration_ms", (System.nanoTime() - began) / 1e6)
        .log("{} {} {}", request.getMethod(), path, status);
  }
}
