package app.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.coyote.ErrorState;
import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.http.parser.HttpParser;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * HTTP as Tomcat speaks it, except that a request head has a deadline, and a target may have a
 * fragment.
 */
public class Protocol extends Http11NioProtocol {
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)https?://([^/?#]+).*");
  private static final long PATIENCE = Duration.ofSeconds(10).toNanos();

  @Override
  public HttpParser getHttpParser() {
    return new HttpParser(getRelaxedPathChars(), getRelaxedQueryChars()) {
      @Override
      public boolean isNotRequestTargetRelaxed(int c) {
        return c != '#' && super.isNotRequestTargetRelaxed(c);
      }

      @Override
      public boolean isAbsolutePathRelaxed(int c) {
        return c == '#' || super.isAbsolutePathRelaxed(c);
      }
    };
  }

  /** Tomcat's own timeout begins again with each byte. */
  @Override
  protected Processor createProcessor() {
    return new Http11Processor(this, getAdapter()) {
      private SocketWrapperBase<?> current;
      private long began;

      @Override
      public SocketState service(SocketWrapperBase<?> socket) throws IOException {
        var state = super.service(socket);
        // Processors are used again for other connections.
        if (state != SocketState.LONG) {
          current = null;
        } else if (!socket.equals(current)) {
          current = socket;
          began = System.nanoTime();
        } else if (System.nanoTime() - began > PATIENCE) {
          return SocketState.CLOSED;
        }
        return state;
      }

      // It is asked between reading a head and comparing its hosts, of which that in the target
      // counts (RFC 9112, section 3.2.2).
      @Override
      protected ErrorState getErrorState() {
        var target = request.requestURI().getByteChunk();
        var host = request.getMimeHeaders().getValue("Host");
        if (host != null && !target.isNull() && target.startsWithIgnoreCase("http", 0)) {
          var authority = ABSOLUTE.matcher(target.toString());
          if (authority.matches()) {
            var bytes = authority.group(1).getBytes(StandardCharsets.US_ASCII);
            host.setBytes(bytes, 0, bytes.length);
          }
        }
        return super.getErrorState();
      }
    };
  }
}
