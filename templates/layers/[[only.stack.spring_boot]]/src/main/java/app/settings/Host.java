package app.settings;

import java.net.InetAddress;

/** Where the server listens. Names are not looked up. */
public record Host(InetAddress address) {
  public static Host of(String text) {
    return Network.address(text.equals("localhost") ? "127.0.0.1" : text)
        .map(Host::new)
        .orElseThrow(
            () ->
                new IllegalArgumentException("it is an address such as 127.0.0.1, 0.0.0.0 or ::"));
  }
}
