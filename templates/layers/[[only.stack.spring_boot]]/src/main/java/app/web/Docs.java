package app.web;

import app.http.Public;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.json.JsonMapper;

/** The contract as JSON, and an interactive API reference that works offline. */
@Public
@RestController
class Docs {
  /** It also allows the images that the style sheet of Swagger UI contains. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>API reference</title>
      <link rel="icon" href="data:,">
      <link rel="stylesheet" href="/docs/swagger-ui.css">
      </head>
      <body>
      <main id="reference"></main>
      <script src="/docs/swagger-ui-bundle.js"></script>
      <script src="/docs/start.js"></script>
      </body>
      </html>
      """;

  private static final String START =
      """
      SwaggerUIBundle({
        url: "/openapi.json",
        dom_id: "#reference",
        deepLinking: true,
        validatorUrl: null,
      });
      """;

  private final Instant started = Instant.now();
  private final byte[] contract;
  private final String folder;

  Docs(JsonMapper json) throws IOException {
    try (var stream = new ClassPathResource("openapi.yaml").getInputStream()) {
      Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(stream);
      contract = json.writeValueAsBytes(document);
    }
    Properties webjar =
        PropertiesLoaderUtils.loadAllProperties(
            "META-INF/maven/org.webjars/swagger-ui/pom.properties");
    folder = "META-INF/resources/webjars/swagger-ui/" + webjar.getProperty("version") + "/";
  }

  @GetMapping(path = "/openapi.json")
  ResponseEntity<byte[]> contract() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(contract);
  }

  @GetMapping("/docs")
  ResponseEntity<byte[]> page() {
    return text("text/html", PAGE);
  }

  @GetMapping("/docs/start.js")
  ResponseEntity<byte[]> start() {
    return text("text/javascript", START);
  }

  @GetMapping("/docs/swagger-ui.css")
  ResponseEntity<byte[]> style() throws IOException {
    return Asset.read(folder + "swagger-ui.css").answer(started, headers());
  }

  @GetMapping("/docs/swagger-ui-bundle.js")
  ResponseEntity<byte[]> script() throws IOException {
    return Asset.read(folder + "swagger-ui-bundle.js").answer(started, headers());
  }

  private ResponseEntity<byte[]> text(String type, String text) {
    return new Asset(MediaType.valueOf(type), text.getBytes(StandardCharsets.UTF_8))
        .answer(started, headers());
  }

  private static HttpHeaders headers() {
    var headers = new HttpHeaders();
    headers.set("Content-Security-Policy", POLICY);
    return headers;
  }
}
