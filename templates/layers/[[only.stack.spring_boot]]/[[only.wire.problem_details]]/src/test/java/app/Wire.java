package app;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How clients of this API sign up and in. */
public final class Wire {
  public static final String LOGIN = "/api/v1/auth/login";
  static final String REGISTER = "/api/v1/auth/register";

  private Wire() {}

  static Map<String, String> registration(String name, String email) {
    return Map.of("email", email, "password", "correct horse", "name", name);
  }

  public static Map<String, String> credentials(String email, String password) {
    return Map.of("email", email, "password", password);
  }

  /** The header that goes with a session. */
  public static String authorization(JsonNode session) {
    return "Bearer " + session.path("access_token").asString();
  }

  public static String name(JsonNode session) {
    return session.path("user").path("name").asString();
  }
}
