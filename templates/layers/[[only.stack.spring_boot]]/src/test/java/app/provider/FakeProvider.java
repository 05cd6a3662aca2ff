package app.provider;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** An OpenID provider and a GitHub on loopback. */
public final class FakeProvider {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final RSAKey KEY = key();
  private static final HttpServer SERVER = server();
  private static final String URL = "http://127.0.0.1:" + SERVER.getAddress().getPort();

  /** The settings that name it. */
  public static final Map<String, String> SETTINGS =
      Map.of(
          "PUBLIC_URL", "http://app.example.com",
          "OIDC_ISSUER", URL,
          "OIDC_CLIENT_ID", "app",
          "OIDC_CLIENT_SECRET", "secret",
          "GITHUB_URL", URL,
          "GITHUB_CLIENT_ID", "app",
          "GITHUB_CLIENT_SECRET", "secret");

  /** The claims of the next ID token, beside those that make it valid. */
  static final Map<String, Object> claims = new HashMap<>();

  static volatile boolean isDown;

  private FakeProvider() {}

  private static RSAKey key() {
    try {
      return new RSAKeyGenerator(2048).keyID("key").generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpServer server() {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", FakeProvider::answer);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    Object body =
        switch (exchange.getRequestURI().getPath()) {
          case "/.well-known/openid-configuration" ->
              Map.of(
                  "issuer", URL,
                  "authorization_endpoint", URL + "/authorize",
                  "token_endpoint", URL + "/token",
                  "jwks_uri", URL + "/keys");
          case "/keys" -> new JWKSet(KEY).toJSONObject();
          case "/token" -> tokens(exchange);
          case "/login/oauth/access_token" -> Map.of("access_token", "token");
          case "/api/v3/user" -> Map.of("id", 7, "login", "octocat");
          case "/api/v3/user/emails" ->
              List.of(Map.of("email", "octocat@example.com", "primary", true, "verified", true));
          default -> Map.of();
        };
    var bytes = JSON.writeValueAsBytes(body);
    exchange.sendResponseHeaders(isDown ? 500 : 200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, Object> tokens(HttpExchange exchange) throws IOException {
    var form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    return form.contains("code=wrong")
        ? Map.of("error", "invalid_grant")
        : Map.of("access_token", "token", "id_token", idToken());
  }

  private static String idToken() {
    var now = Instant.now();
    var all =
        new JWTClaimsSet.Builder()
            .issuer(URL)
            .audience("app")
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(60)));
    claims.forEach(all::claim);
    try {
      var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("key").build();
      var token = new SignedJWT(header, all.build());
      token.sign(new RSASSASigner(KEY));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
