package app.settings;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/** An address, or all addresses that begin with the same bits, like 10.0.0.0/8. */
public record Network(InetAddress address, int bits) {
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  public static Network of(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException("a proxy is an address or a network like 10.0.0.0/8"));
  }

  private static Optional<Network> parse(String text) {
    var parts = text.split("/", 2);
    return address(parts[0])
        .flatMap(
            address -> {
              int most = address.getAddress().length * 8;
              if (parts.length == 1) {
                return Optional.of(new Network(address, most));
              }
              return Optional.of(parts[1])
                  .filter(bits -> bits.matches("\\d{1,3}") && Integer.parseInt(bits) <= most)
                  .map(bits -> new Network(address, Integer.parseInt(bits)));
            });
  }

  /** The address that is written here. Names are not looked up. */
  public static Optional<InetAddress> address(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public boolean contains(InetAddress other) {
    var own = address.getAddress();
    var theirs = other.getAddress();
    if (own.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((own[bit / 8] & mask) != (theirs[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
