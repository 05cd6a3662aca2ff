package app.settings;

import jakarta.validation.constraints.Pattern;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The providers that users can sign in with.
 *
 * @param publicUrl the origin of the web client, to which providers send users back
 */
@ConfigurationProperties
public record ProviderSettings(
    @DefaultValue("") String environment,
    @DefaultValue("")
        @Pattern(regexp = "|https?://[^/\\s]+", message = "it looks like https://app.example.com")
        String publicUrl,
    @DefaultValue("")
        @Pattern(regexp = "|https?://[^?#\\s]+", message = "it looks like https://id.example.com")
        String oidcIssuer,
    @DefaultValue("") String oidcClientId,
    @DefaultValue("") String oidcClientSecret,
    @DefaultValue("Single sign-on") String oidcName,
    @DefaultValue("https://github.com")
        @Pattern(
            regexp = "https?://[^?#\\s]+[^/?#\\s]",
            message = "it looks like https://github.example.com")
        String githubUrl,
    @DefaultValue("") String githubClientId,
    @DefaultValue("") String githubClientSecret) {

  public ProviderSettings {
    var openId = new LinkedHashMap<String, String>();
    openId.put("OIDC_ISSUER", oidcIssuer);
    openId.put("OIDC_CLIENT_ID", oidcClientId);
    openId.put("OIDC_CLIENT_SECRET", oidcClientSecret);
    requireAllOrNone(openId, publicUrl);
    var github = new LinkedHashMap<String, String>();
    github.put("GITHUB_CLIENT_ID", githubClientId);
    github.put("GITHUB_CLIENT_SECRET", githubClientSecret);
    requireAllOrNone(github, publicUrl);
    if (environment.equals("production")) {
      requireEncryption("PUBLIC_URL", publicUrl);
      requireEncryption("OIDC_ISSUER", oidcIssuer);
      requireEncryption("GITHUB_URL", githubUrl);
    }
  }

  /** A provider that has some of its settings needs all of them. */
  private static void requireAllOrNone(Map<String, String> settings, String publicUrl) {
    if (settings.values().stream().allMatch(String::isEmpty)) {
      return;
    }
    settings.put("PUBLIC_URL", publicUrl);
    settings.forEach(
        (name, value) -> {
          if (value.isEmpty()) {
            throw new InvalidException(name, "required to sign in with this provider");
          }
        });
  }

  private static void requireEncryption(String name, String url) {
    if (url.startsWith("http:")) {
      throw new InvalidException(name, "has to start with https:// in production");
    }
  }
}
