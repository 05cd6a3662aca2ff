package app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients of the server. */
@Lazy
@TestComponent
public class Api {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Environment environment;

  Api(Environment environment) {
    this.environment = environment;
  }

  public record Answer(int status, HttpResponse<String> http, JsonNode body) {
    public String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }
  }

  public Client anonymous() {
    return new Client(Map.of("X-Forwarded-For", address()));
  }

  /** A new user, who is signed in. */
  public Client signUp(String name) {
    var anonymous = anonymous();
    var email = name + "-" + UUID.randomUUID() + "@example.com";
    var session = anonymous.post(Wire.REGISTER, Wire.registration(name, email)).body();
    var client = anonymous.with("Authorization", Wire.authorization(session));
    client.session = session;
    client.email = email;
    return client;
  }

  private static String address() {
    return "10.%d.%d.%d".formatted(any(), any(), any());
  }

  private static int any() {
    return ThreadLocalRandom.current().nextInt(256);
  }

  public class Client {
    private final Map<String, String> headers;
    private JsonNode session;
    private String email;

    Client(Map<String, String> headers) {
      this.headers = headers;
    }

    public JsonNode session() {
      return session;
    }

    public String email() {
      return email;
    }

    public Client with(String name, String value) {
      var all = new LinkedHashMap<>(headers);
      all.put(name, value);
      var client = new Client(all);
      client.session = session;
      client.email = email;
      return client;
    }

    public Answer get(String path) {
      return send("GET", path, null);
    }

    public Answer post(String path, Object body) {
      return send("POST", path, JSON.writeValueAsString(body));
    }

    public Answer put(String path, Object body) {
      return send("PUT", path, JSON.writeValueAsString(body));
    }

    public Answer patch(String path, Object body) {
      return send("PATCH", path, JSON.writeValueAsString(body));
    }

    public Answer delete(String path) {
      return send("DELETE", path, null);
    }

    /** Without a body if it is null. */
    public Answer send(String method, String path, String body) {
      var url = "http://127.0.0.1:" + environment.getProperty("local.server.port") + path;
      var request = HttpRequest.newBuilder(URI.create(url));
      if (body != null && !headers.containsKey("Content-Type")) {
        request.header("Content-Type", "application/json");
      }
      headers.forEach(request::header);
      request.method(
          method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      try {
        var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        var type = answer.headers().firstValue("Content-Type").orElse("");
        boolean isJson = type.contains("json") && !answer.body().isEmpty();
        return new Answer(
            answer.statusCode(),
            answer,
            isJson ? JSON.readTree(answer.body()) : JSON.missingNode());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
