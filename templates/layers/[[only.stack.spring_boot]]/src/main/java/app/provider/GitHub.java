package app.provider;

import app.settings.ProviderSettings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** GitHub has no ID tokens: its API says who has signed in. */
class GitHub implements Provider {
  private final String url;
  private final String clientId;
  private final String clientSecret;
  private final ProviderClient client;

  GitHub(ProviderSettings settings, ProviderClient client) {
    url = settings.githubUrl();
    clientId = settings.githubClientId();
    clientSecret = settings.githubClientSecret();
    this.client = client;
  }

  @Override
  public String id() {
    return "github";
  }

  @Override
  public String name() {
    return "GitHub";
  }

  @Override
  public String issuer() {
    return url;
  }

  @Override
  public boolean isOpenId() {
    return false;
  }

  @Override
  public String authorizationUrl(Map<String, String> parameters) {
    var all = new LinkedHashMap<>(parameters);
    all.put("client_id", clientId);
    all.put("scope", "read:user user:email");
    return url + "/login/oauth/authorize?" + ProviderClient.encode(all);
  }

  @Override
  public Person identify(Map<String, String> form, Attempt attempt) throws Exception {
    var all = new LinkedHashMap<>(form);
    all.put("client_id", clientId);
    all.put("client_secret", clientSecret);
    var tokens = Provider.tokens(client.post(url + "/login/oauth/access_token", all));
    var user = get("/user", tokens);
    if (!user.path("id").isIntegralNumber() || user.path("id").asLong() == 0) {
      throw new IOException("the user has no id");
    }
    if (!user.path("login").isString()) {
      throw new IOException("the user has no login");
    }
    var email = "";
    for (var each : get("/user/emails", tokens)) {
      if (each.path("primary").isBoolean()
          && each.path("primary").asBoolean()
          && each.path("verified").isBoolean()
          && each.path("verified").asBoolean()) {
        email = each.path("email").asString("");
      }
    }
    var name =
        user.path("name").isString() ? user.path("name").asString() : user.path("login").asString();
    return new Person(url, user.path("id").asString(), email, name);
  }

  /** Asks the API, which GitHub Enterprise has below its own address. */
  private JsonNode get(String path, JsonNode tokens) throws IOException, InterruptedException {
    var api = url.equals("https://github.com") ? "https://api.github.com" : url + "/api/v3";
    var token = tokens.path("access_token").asString();
    return client.get(api + path, "Authorization", "Bearer " + token).okay();
  }
}
