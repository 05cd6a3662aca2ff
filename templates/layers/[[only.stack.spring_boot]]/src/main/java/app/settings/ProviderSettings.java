package app.settings;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The providers that users can sign in with.
 *
 * @param publicUrl the origin of the web client, to which providers send users back
 */
public record ProviderSettings(
    String publicUrl,
    String oidcIssuer,
    String oidcClientId,
    String oidcClientSecret,
    String oidcName,
    String githubUrl,
    String githubClientId,
    String githubClientSecret) {

  private static final Pattern PUBLIC_URL = Pattern.compile("https?://[^/\\s]+");
  private static final Pattern ISSUER = Pattern.compile("https?://[^?#\\s]+");
  private static final Pattern GITHUB = Pattern.compile("https?://[^?#\\s]+[^/?#\\s]");

  /** What each provider needs. */
  private static final List<List<String>> NEEDED =
      List.of(
          List.of("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "PUBLIC_URL"),
          List.of("GITHUB_CLIENT_ID", "GITHUB_CLIENT_SECRET", "PUBLIC_URL"));

  static ProviderSettings read(Environment environment) {
    refuseMissing(environment);
    return new ProviderSettings(
        address(environment, "PUBLIC_URL", "", PUBLIC_URL, "https://app.example.com"),
        address(environment, "OIDC_ISSUER", "", ISSUER, "https://id.example.com"),
        environment.text("OIDC_CLIENT_ID", ""),
        environment.text("OIDC_CLIENT_SECRET", ""),
        environment.text("OIDC_NAME", "Single sign-on"),
        address(
            environment, "GITHUB_URL", "https://github.com", GITHUB, "https://github.example.com"),
        environment.text("GITHUB_CLIENT_ID", ""),
        environment.text("GITHUB_CLIENT_SECRET", ""));
  }

  /** A provider that has some of its settings needs all of them. */
  private static void refuseMissing(Environment environment) {
    NEEDED.stream()
        .filter(
            names ->
                names.stream()
                    .anyMatch(name -> !name.equals("PUBLIC_URL") && environment.has(name)))
        .flatMap(List::stream)
        .distinct()
        .filter(name -> !environment.has(name))
        .forEach(name -> environment.refuse(name, "required to sign in with this provider"));
  }

  private static String address(
      Environment environment, String name, String otherwise, Pattern pattern, String example) {
    var value = environment.text(name, otherwise);
    if (!value.isEmpty() && !pattern.matcher(value).matches()) {
      environment.refuse(name, "it looks like " + example);
    } else if (environment.isProduction() && value.startsWith("http:")) {
      environment.refuse(name, "has to start with https:// in production");
    }
    return value;
  }
}
