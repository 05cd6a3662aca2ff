package app.http;

import app.settings.Network;
import app.settings.Settings;
import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Identifies the clients of requests for rate limits. */
@Component
public class Clients {
  /** Some proxies add the client's port. */
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[?(?<address>[^\\]]*?)\\]?(:\\d{1,5})?");

  private final List<Network> proxies;

  Clients(Settings settings) {
    proxies = settings.trustedProxies();
  }

  /**
   * The client's address; for IPv6 its first 64 bits, because a client usually controls a whole
   * /64.
   */
  public String network(HttpServletRequest request) {
    var address = Network.address(request.getRemoteAddr()).orElseThrow();
    var forwarded = String.join(",", Collections.list(request.getHeaders("X-Forwarded-For")));
    // Each proxy adds the address that it sees at the end.
    for (var each : Arrays.asList(forwarded.split(",")).reversed()) {
      var before = parse(each.strip());
      if (before.isEmpty() || !isTrusted(address)) {
        break;
      }
      address = before.get();
    }
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, 8)
        : address.getHostAddress();
  }

  private boolean isTrusted(InetAddress address) {
    return proxies.stream().anyMatch(network -> network.contains(address));
  }

  private static Optional<InetAddress> parse(String text) {
    var plain = Network.address(text.replaceAll("[\\[\\]]", ""));
    if (plain.isPresent()) {
      return plain;
    }
    var parts = WITH_PORT.matcher(text);
    return parts.matches() ? Network.address(parts.group("address")) : Optional.empty();
  }
}
