package app.database;

import java.net.URI;
import java.net.URISyntaxException;

/** The URL of a database server, which JDBC wants in parts. */
record ServerUrl(String place, String user, String password, String options) {
  /** Throws IllegalArgumentException without the URL in its message, which has a password. */
  static ServerUrl parse(String url) {
    try {
      var uri = new URI(url).parseServerAuthority();
      if (uri.getHost() == null) {
        throw new IllegalArgumentException("it has no host");
      }
      var port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
      var parts = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
      return new ServerUrl(
          uri.getHost() + port + uri.getRawPath(),
          parts.length > 0 ? parts[0] : null,
          parts.length > 1 ? parts[1] : null,
          uri.getRawQuery() == null ? "" : "&" + uri.getRawQuery());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "it is not a valid URL; percent-encode what is special in its password", e);
    }
  }
}
