package app.http;

import app.failure.Failure;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;

/**
 * Reads the body before anything else is done, so that nothing is locked while a client sends it.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class BodyFilter extends OncePerRequestFilter {
  private static final Logger LOG = LoggerFactory.getLogger(BodyFilter.class);
  private static final int CHUNK = 16 * 1024;
  private static final int MOST_DRAINED = 16 << 20;
  private static final int MOST_BYTES = 1 << 20;
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long deadline = System.nanoTime() + PATIENCE;
    byte[] body;
    try {
      body = read(request, deadline);
    } catch (Failure failure) {
      // Otherwise the server waits for the rest of the body before it takes the next request.
      response.setHeader("Connection", "close");
      Problems.write(response, failure);
      WebUtils.getNativeResponse(response, ContentCachingResponseWrapper.class)
          .copyBodyToResponse();
      drain(request, deadline);
      return;
    }
    chain.doFilter(new WithBody(request, body), response);
  }

  /** A client that is still sending would lose the response if its connection were closed. */
  private static void drain(HttpServletRequest request, long deadline) {
    var chunk = new byte[CHUNK];
    try {
      var stream = request.getInputStream();
      for (int left = MOST_DRAINED; left > 0 && System.nanoTime() < deadline; ) {
        int count = stream.read(chunk);
        left = count < 0 ? 0 : left - count;
      }
    } catch (IOException e) {
      LOG.debug("The client has gone");
    }
  }

  private static byte[] read(HttpServletRequest request, long deadline) {
    var tooLarge = new Failure(Failure.Kind.TOO_LARGE, "The body must not be larger than 1 MiB.");
    if (request.getContentLengthLong() > MOST_BYTES) {
      throw tooLarge;
    }
    var body = new ByteArrayOutputStream();
    var chunk = new byte[CHUNK];
    try {
      var stream = request.getInputStream();
      for (int count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
        body.write(chunk, 0, count);
        if (body.size() > MOST_BYTES) {
          throw tooLarge;
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("too slow");
        }
      }
    } catch (IOException e) {
      throw new Failure(Failure.Kind.MALFORMED, "The body ended early.");
    }
    return body.toByteArray();
  }

  static class WithBody extends HttpServletRequestWrapper {
    private final ByteArrayInputStream body;

    WithBody(HttpServletRequest request, byte[] body) {
      super(request);
      this.body = new ByteArrayInputStream(body);
    }

    @Override
    public ServletInputStream getInputStream() {
      return new ServletInputStream() {
        @Override
        public int read() {
          return body.read();
        }

        @Override
        public int read(byte[] into, int from, int length) {
          return body.read(into, from, length);
        }

        @Override
        public boolean isFinished() {
          return body.available() == 0;
        }

        @Override
        public boolean isReady() {
          return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
          throw new UnsupportedOperationException();
        }
      };
    }
  }
}
