package app.provider;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks providers. Redirects are not followed, and large responses are refused. */
@Component
class ProviderClient {
  private static final int LARGEST_RESPONSE = 1 << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final JsonMapper json;

  ProviderClient(JsonMapper json) {
    this.json = json;
  }

  /** The answer of a provider; `status` is not always 200. */
  record Answer(int status, String text, JsonNode body) {
    JsonNode okay() throws IOException {
      if (status != 200) {
        throw new IOException("the status is " + status);
      }
      return body;
    }
  }

  Answer get(String url, String... headers) throws IOException, InterruptedException {
    return send(request(url, headers).GET().build());
  }

  Answer post(String url, Map<String, String> form, String... headers)
      throws IOException, InterruptedException {
    return send(
        request(url, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(encode(form)))
            .build());
  }

  static String encode(Map<String, String> form) {
    return form.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static HttpRequest.Builder request(String url, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(TIMEOUT)
            .header("Accept", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    var response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    try (var stream = response.body()) {
      var body = stream.readNBytes(LARGEST_RESPONSE + 1);
      if (body.length > LARGEST_RESPONSE) {
        throw new IOException("the response is too large");
      }
      var text = new String(body, StandardCharsets.UTF_8);
      try {
        return new Answer(response.statusCode(), text, json.readTree(text));
      } catch (JacksonException e) {
        throw new IOException("the response is not JSON");
      }
    }
  }
}
