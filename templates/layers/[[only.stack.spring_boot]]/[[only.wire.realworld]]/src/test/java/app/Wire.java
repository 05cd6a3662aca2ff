package app;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How clients of this API sign up and in. */
public final class Wire {
  public static final String REGISTER = "/api/users";
  public static final String LOGIN = "/api/users/login";

  private Wire() {}

  /** Names are unique, and so is the mailbox of the address. */
  static Map<String, Object> registration(String name, String email) {
    var username = email.substring(0, email.indexOf('@'));
    return Map.of(
        "user", Map.of("username", username, "email", email, "password", "correct horse"));
  }

  public static Map<String, Object> credentials(String email, String password) {
    return Map.of("user", Map.of("email", email, "password", password));
  }

  /** The header that goes with a session. */
  public static String authorization(JsonNode session) {
    return "Token " + session.path("user").path("token").asString();
  }

  public static String name(JsonNode session) {
    return session.path("user").path("username").asString();
  }
}
