package app.websocket;

import app.failure.Failure;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns a request into a WebSocket (RFC 6455, section 4.2), without subprotocols or extensions. */
public final class Handshake {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private Handshake() {}

  /** The listener is made for the socket, and told when it is open. */
  public static void accept(
      HttpServletRequest request,
      HttpServletResponse response,
      Function<Socket, Socket.Listener> listener)
      throws IOException, ServletException {
    var key = request.getHeader("Sec-WebSocket-Key");
    boolean isValid =
        request.getMethod().equals("GET")
            && hasToken(request, "Upgrade", "websocket")
            && hasToken(request, "Connection", "upgrade")
            && "13".equals(request.getHeader("Sec-WebSocket-Version"))
            && key != null
            && KEY.matcher(key).matches();
    if (!isValid) {
      throw new Failure(Failure.Kind.MALFORMED, "This path only accepts WebSocket connections.");
    }
    response.setHeader("Upgrade", "websocket");
    response.setHeader("Connection", "upgrade");
    response.setHeader("Sec-WebSocket-Accept", accepted(key));
    var socket = request.upgrade(Socket.class);
    socket.listen(listener.apply(socket));
  }

  private static boolean hasToken(HttpServletRequest request, String header, String token) {
    return Collections.list(request.getHeaders(header)).stream()
        .flatMap(value -> Arrays.stream(value.split(",")))
        .anyMatch(each -> each.strip().equalsIgnoreCase(token));
  }

  private static String accepted(String key) {
    try {
      // The protocol has it so; it protects nothing.
      var digest = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(digest.digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-1.", e);
    }
  }
}
