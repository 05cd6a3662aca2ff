package app.provider;

import app.settings.ProviderSettings;
import app.text.Text;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;

/** Any provider of OpenID Connect. */
class OpenId implements Provider {
  private static final int LONGEST_SUBJECT = 255;

  /** A fixed list, because a provider's own list may contain none at all. */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512);

  private final String issuer;
  private final String clientId;
  private final String clientSecret;
  private final String name;
  private final ProviderClient client;
  private final ReentrantLock turn = new ReentrantLock();
  private JsonNode metadata;

  OpenId(ProviderSettings settings, ProviderClient client) {
    issuer = settings.oidcIssuer();
    clientId = settings.oidcClientId();
    clientSecret = settings.oidcClientSecret();
    name = settings.oidcName();
    this.client = client;
  }

  @Override
  public String id() {
    return "oidc";
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String issuer() {
    return issuer;
  }

  @Override
  public boolean isOpenId() {
    return true;
  }

  @Override
  public String authorizationUrl(Map<String, String> parameters) throws Exception {
    var all = new LinkedHashMap<>(parameters);
    all.put("client_id", clientId);
    all.put("scope", "openid email profile");
    var endpoint = metadata().path("authorization_endpoint").asString();
    return endpoint + (endpoint.contains("?") ? "&" : "?") + ProviderClient.encode(all);
  }

  @Override
  public Person identify(Map<String, String> form, Attempt attempt) throws Exception {
    var known = metadata();
    var tokens = Provider.tokens(redeem(known, form));
    var claims = verified(known, tokens.path("id_token").asString(""));
    check(claims, attempt);
    Map<String, Object> about = claims.getClaims();
    if (about.get("email") == null && known.path("userinfo_endpoint").isString()) {
      about = userInfo(known, tokens, claims.getSubject());
    }
    boolean isVerified = Boolean.TRUE.equals(about.get("email_verified"));
    return new Person(
        issuer,
        claims.getSubject(),
        isVerified && about.get("email") instanceof String email ? email : "",
        about.get("name") instanceof String given ? given : "");
  }

  /** The secret is sent in the way that the provider accepts. */
  private ProviderClient.Answer redeem(JsonNode known, Map<String, String> form)
      throws IOException, InterruptedException {
    var endpoint = known.path("token_endpoint").asString();
    for (var method : known.path("token_endpoint_auth_methods_supported")) {
      if (method.asString("").equals("client_secret_post")) {
        var all = new LinkedHashMap<>(form);
        all.put("client_id", clientId);
        all.put("client_secret", clientSecret);
        return client.post(endpoint, all);
      }
    }
    var both =
        URLEncoder.encode(clientId, StandardCharsets.UTF_8)
            + ":"
            + URLEncoder.encode(clientSecret, StandardCharsets.UTF_8);
    var basic = Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    return client.post(endpoint, form, "Authorization", "Basic " + basic);
  }

  /** The keys are fetched each time, because the provider may withdraw one. */
  private JWTClaimsSet verified(JsonNode known, String idToken) throws Exception {
    var keys = JWKSet.parse(client.get(known.path("jwks_uri").asString()).okay().toString());
    var processor = new DefaultJWTProcessor<SecurityContext>();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(ALGORITHMS, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            clientId,
            new JWTClaimsSet.Builder().issuer(issuer).build(),
            Set.of("sub", "exp", "iat", "nonce")));
    var token = SignedJWT.parse(idToken);
    // The library would make a text of a number.
    if (!(token.getPayload().toJSONObject().get("sub") instanceof String)) {
      throw new IOException("the subject is not a text");
    }
    return processor.process(token, null);
  }

  private void check(JWTClaimsSet claims, Attempt attempt) throws Exception {
    var party = claims.getStringClaim("azp");
    boolean isForUs = party == null ? claims.getAudience().size() == 1 : party.equals(clientId);
    var subject = claims.getSubject();
    if (!isForUs || !attempt.nonce().equals(claims.getStringClaim("nonce"))) {
      throw new IOException("the token is for something else");
    }
    if (!Text.hasLength(subject, 1, LONGEST_SUBJECT) || !Text.isStorable(subject)) {
      throw new IOException("the subject is invalid");
    }
  }

  private Map<String, Object> userInfo(JsonNode known, JsonNode tokens, String subject)
      throws Exception {
    var token = tokens.path("access_token").asString();
    var info =
        client
            .get(known.path("userinfo_endpoint").asString(), "Authorization", "Bearer " + token)
            .okay();
    if (!info.path("sub").isString() || !info.path("sub").asString().equals(subject)) {
      throw new IOException("the user info is about another subject");
    }
    var about = new LinkedHashMap<String, Object>();
    for (var member : List.of("email", "name")) {
      if (info.path(member).isString()) {
        about.put(member, info.path(member).asString());
      }
    }
    about.put(
        "email_verified",
        info.path("email_verified").isBoolean() && info.path("email_verified").asBoolean());
    return about;
  }

  /** What the provider says about itself, fetched once: anyone can start to sign in at any rate. */
  private JsonNode metadata() throws Exception {
    turn.lockInterruptibly();
    try {
      if (metadata == null) {
        metadata = discover();
      }
      return metadata;
    } finally {
      turn.unlock();
    }
  }

  private JsonNode discover() throws IOException, InterruptedException {
    var url = issuer.replaceAll("/$", "") + "/.well-known/openid-configuration";
    var found = client.get(url).okay();
    if (!found.path("issuer").asString("").equals(issuer)) {
      throw new IOException("it is another issuer");
    }
    for (var member : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
      check(found.path(member).asString(""));
    }
    if (found.has("userinfo_endpoint")) {
      check(found.path("userinfo_endpoint").asString(""));
    }
    return found;
  }

  /** An address is absolute, and encrypted if the issuer is. */
  private void check(String address) throws IOException {
    try {
      var url = URI.create(address);
      boolean isAllowed =
          "https".equals(url.getScheme())
              || ("http".equals(url.getScheme()) && issuer.startsWith("http:"));
      if (url.getHost() == null || !isAllowed) {
        throw new IOException("an address is invalid");
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("an address is invalid");
    }
  }

  /** Not while it is being fetched. */
  @Override
  public void forget() {
    if (turn.tryLock()) {
      metadata = null;
      turn.unlock();
    }
  }
}
