import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

static final URI OSV = URI.create("https://api.osv.dev/v1/querybatch");
static final Pattern LIBRARY = Pattern.compile("^ *([^: ]+):([^:]+):jar:([^:]+):", Pattern.MULTILINE);
static final Pattern VULNERABILITY = Pattern.compile("\"id\": *\"([^\"]+)\"");

/** Asks OSV, a database of known vulnerabilities, about the libraries that Maven has listed in a file. */
void main(String[] arguments) throws Exception {
  var queries =
      LIBRARY
          .matcher(Files.readString(Path.of(arguments[0])))
          .results()
          .map(
              library ->
                  """
                  {"package": {"ecosystem": "Maven", "name": "%s:%s"}, "version": "%s"}"""
                      .formatted(library.group(1), library.group(2), library.group(3)))
          .toList();
  var found = VULNERABILITY.matcher(answer(queries)).results().map(id -> id.group(1)).sorted().distinct().toList();
  found.forEach(id -> IO.println("https://osv.dev/vulnerability/" + id));
  IO.println("Found %d known vulnerabilities in %d libraries.".formatted(found.size(), queries.size()));
  System.exit(found.isEmpty() ? 0 : 1);
}

String answer(List<String> queries) throws InterruptedException {
  var body = HttpRequest.BodyPublishers.ofString("{\"queries\": [" + String.join(", ", queries) + "]}");
  var request = HttpRequest.newBuilder(OSV).timeout(Duration.ofSeconds(60)).POST(body).build();
  try (var client = HttpClient.newHttpClient()) {
    var response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("its status is " + response.statusCode());
    }
    return response.body();
  } catch (IOException e) {
    System.err.println("api.osv.dev cannot be reached: " + e);
    System.exit(1);
    return "";
  }
}
