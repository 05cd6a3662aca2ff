package app.article;

import static app.Writer.ARTICLES;
import static app.Writer.name;
import static app.Writer.pathOf;
import static app.Writer.titles;
import static app.Writer.write;
import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import app.Statements;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class ListingTest {
  @Autowired Api api;

  private final String tag = "tag-" + UUID.randomUUID();
  private Api.Client alice;
  private Api.Client bob;

  @BeforeEach
  void bobWritesAndAliceLikes() {
    alice = api.signUp("alice");
    bob = api.signUp("bob");
    write(bob, "First", tag);
    var second = write(bob, "Second", tag, "other");
    write(alice, "Third", "other");
    alice.post(pathOf(second) + "/favorite", Map.of());
    alice.post("/api/profiles/" + name(bob) + "/follow", Map.of());
  }

  private Api.Answer list(Api.Client reader, String query) {
    return reader.get(
        ARTICLES
            + query
                .replace("{tag}", tag)
                .replace("{alice}", name(alice))
                .replace("{bob}", name(bob)));
  }

  @ParameterizedTest
  @CsvSource({
    "?tag={tag},Second First,2",
    "?author={bob},Second First,2",
    "?author={bob}&limit=1,Second,2",
    "?author={bob}&offset=1,First,2",
    "?favorited={alice},Second,1",
    "?tag={tag}&author={bob}&favorited={alice},Second,1",
    "?tag={tag}&author={alice},'',0",
    "?author=nobody,'',0",
    "/feed,Second First,2",
    "/feed?limit=1&offset=1,First,2"
  })
  void aListIsFilteredNewestFirst(String query, String expected, int count) {
    var answer = list(alice, query);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(String.join(" ", titles(answer))).isEqualTo(expected);
    assertThat(answer.body().path("articlesCount").asInt()).isEqualTo(count);
  }

  @Test
  void anArticleInAListHasNoBody() {
    var listed = list(alice, "?favorited={alice}").body().path("articles").path(0);
    assertThat(listed.has("body")).isFalse();
    assertThat(listed.path("favorited").asBoolean()).isTrue();
    assertThat(listed.path("favoritesCount").asInt()).isEqualTo(1);
    assertThat(listed.path("author").path("following").asBoolean()).isTrue();
    assertThat(listed.path("tagList").size()).isEqualTo(2);
  }

  @Test
  void aReaderWithAnInvalidTokenIsAnonymous() {
    var stranger = api.anonymous().with("Authorization", "Token stale");
    var listed = list(stranger, "?favorited={alice}").body().path("articles").path(0);
    assertThat(listed.path("favorited").asBoolean()).isFalse();
    assertThat(listed.path("author").path("following").asBoolean()).isFalse();
    assertThat(list(stranger, "/feed").status()).isEqualTo(401);
  }

  /** The caller, the ids of the page, how many there are, those articles, and all their tags. */
  @ParameterizedTest
  @CsvSource({
    "?author={bob}&limit=100,5",
    "?tag={tag}&author={bob}&favorited={alice},5",
    "/feed?limit=100,5"
  })
  void aListTakesAsManyStatementsForManyArticlesAsForOne(String query, int count) {
    assertThat(Statements.during(() -> list(alice, query))).hasSize(count);
    for (int more = 0; more < 10; more++) {
      alice.post(pathOf(write(bob, "More", tag, "tag " + more)) + "/favorite", Map.of());
    }
    assertThat(Statements.during(() -> list(alice, query))).hasSize(count);
  }

  /** The caller, the article, what is counted, and its tags; and instead, all comments at once. */
  @Test
  void anArticleTakesAsManyStatementsForManyCommentsAsForOne() {
    var path = pathOf(write(bob, "Discussed", tag));
    for (int times = 0; times < 5; times++) {
      api.signUp("carol").post(path + "/comments", Map.of("comment", Map.of("body", "Well said")));
    }
    assertThat(Statements.during(() -> alice.get(path))).hasSize(4);
    assertThat(Statements.during(() -> alice.get(path + "/comments"))).hasSize(3);
  }
}
