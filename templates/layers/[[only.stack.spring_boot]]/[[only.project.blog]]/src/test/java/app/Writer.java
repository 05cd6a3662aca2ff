package app;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What authors and readers do in tests. */
public final class Writer {
  public static final String ARTICLES = "/api/articles";

  private Writer() {}

  public static Map<String, Object> article(String title, String... tags) {
    return Map.of(
        "article",
        Map.of(
            "title",
            title,
            "description",
            "About it",
            "body",
            "All of it",
            "tagList",
            List.of(tags)));
  }

  /** Writes an article, and returns it. */
  public static JsonNode write(Api.Client author, String title, String... tags) {
    return author.post(ARTICLES, article(title, tags)).body().path("article");
  }

  /** The path of a new article. */
  public static String pathOf(JsonNode article) {
    return ARTICLES + "/" + article.path("slug").asString();
  }

  public static String name(Api.Client user) {
    return Wire.name(user.session());
  }

  public static List<String> titles(Api.Answer list) {
    return list.body().path("articles").findValuesAsString("title");
  }
}
