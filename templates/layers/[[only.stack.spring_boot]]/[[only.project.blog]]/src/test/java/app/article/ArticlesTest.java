package app.article;

import static app.Writer.ARTICLES;
import static app.Writer.article;
import static app.Writer.name;
import static app.Writer.pathOf;
import static app.Writer.write;
import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

@ApiTest
class ArticlesTest {
  @Autowired Api api;

  private Api.Client alice;
  private Api.Client bob;

  @BeforeEach
  void usersSignUp() {
    alice = api.signUp("alice");
    bob = api.signUp("bob");
  }

  private static Api.Answer change(Api.Client author, String path, String member, Object value) {
    var change = new HashMap<String, Object>();
    change.put(member, value);
    return author.put(path, Map.of("article", change));
  }

  private static List<String> tags(JsonNode article) {
    var tags = new ArrayList<String>();
    article.path("tagList").forEach(tag -> tags.add(tag.asString()));
    return tags;
  }

  @Test
  void anybodyReadsWhatAnAuthorWrites() {
    var created = alice.post(ARTICLES, article("Read me", "b", "a"));
    assertThat(created.status()).isEqualTo(201);
    var written = created.body().path("article");
    assertThat(tags(written)).containsExactly("a", "b");
    assertThat(written.path("author").path("username").asString()).isEqualTo(name(alice));
    assertThat(api.anonymous().get(pathOf(written)).body().path("article")).isEqualTo(written);
  }

  @Test
  void allThatIsBlankIsReported() {
    var answer = alice.post(ARTICLES, Map.of("article", Map.of("title", " ")));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").propertyNames())
        .containsExactlyInAnyOrder("title", "description", "body");
  }

  @ParameterizedTest
  @CsvSource({"title,256", "description,1001", "body,100001"})
  void aTextThatIsTooLongIsInvalid(String member, int length) {
    var path = pathOf(write(alice, "Short"));
    assertThat(change(alice, path, member, "🐉".repeat(length - 1)).status()).isEqualTo(200);
    path = pathOf(write(alice, "Short"));
    assertThat(change(alice, path, member, "x".repeat(length)).status()).isEqualTo(422);
  }

  @Test
  void theSlugOnlyChangesWithTheTitle() {
    var path = pathOf(write(alice, "First title " + UUID.randomUUID()));
    var same = change(alice, path, "body", "New").body().path("article");
    assertThat(pathOf(same)).isEqualTo(path);
    var other = change(alice, path, "title", "Second " + UUID.randomUUID()).body().path("article");
    assertThat(pathOf(other)).isNotEqualTo(path);
    assertThat(other.path("body").asString()).isEqualTo("New");
    assertThat(alice.get(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"One title", "日本語", "Feed", "!!!"})
  void twoArticlesWithOneTitleHaveDifferentSlugs(String title) {
    var first = write(alice, title);
    var second = write(bob, title);
    assertThat(pathOf(first)).isNotEqualTo(pathOf(second));
    var third = change(bob, pathOf(write(bob, "Another")), "title", title).body().path("article");
    assertThat(List.of(pathOf(first), pathOf(second))).doesNotContain(pathOf(third));
    for (var each : List.of(first, second, third)) {
      assertThat(alice.get(pathOf(each)).status()).isEqualTo(200);
    }
  }

  @Test
  void tagsThatAreMissingStayAndAnEmptyListRemovesThem() {
    var path = pathOf(write(alice, "Tagged", "café", "cafe\u0301"));
    assertThat(tags(change(alice, path, "body", "New").body().path("article")))
        .containsExactly("café");
    var changed = change(alice, path, "tagList", List.of("b", "café"));
    assertThat(tags(changed.body().path("article"))).containsExactly("b", "café");
    var cleared = change(alice, path, "tagList", List.of());
    assertThat(tags(cleared.body().path("article"))).isEmpty();
    assertThat(change(alice, path, "tagList", null).status()).isEqualTo(422);
    assertThat(change(alice, path, "tagList", Arrays.asList("a", " ")).status()).isEqualTo(422);
  }

  @Test
  void everyChangeHasALaterTime() {
    var path = pathOf(write(alice, "Timed"));
    var times = new ArrayList<String>();
    for (int changes = 0; changes < 5; changes++) {
      var changed = change(alice, path, "body", "New").body().path("article");
      times.add(changed.path("updatedAt").asString());
    }
    assertThat(times).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void onlyTheAuthorChangesAndDeletesAnArticle() {
    var path = pathOf(write(alice, "Mine"));
    assertThat(change(bob, path, "body", "Yours").status()).isEqualTo(403);
    assertThat(bob.delete(path).body().path("errors").path("article").path(0).asString())
        .isEqualTo("forbidden");
    assertThat(api.anonymous().delete(path).status()).isEqualTo(401);
    assertThat(alice.delete(path).status()).isEqualTo(204);
    assertThat(alice.delete(path).status()).isEqualTo(404);
    assertThat(change(alice, path, "body", "Gone").status()).isEqualTo(404);
  }

  @Test
  void likingTwiceIsTheSameAsLikingOnce() {
    var path = pathOf(write(alice, "Likeable"));
    for (int times = 0; times < 2; times++) {
      var liked = bob.post(path + "/favorite", Map.of()).body().path("article");
      assertThat(liked.path("favorited").asBoolean()).isTrue();
      assertThat(liked.path("favoritesCount").asInt()).isEqualTo(1);
    }
    assertThat(alice.get(path).body().path("article").path("favorited").asBoolean()).isFalse();
    for (int times = 0; times < 2; times++) {
      var left = bob.delete(path + "/favorite").body().path("article");
      assertThat(left.path("favoritesCount").asInt()).isZero();
    }
    assertThat(bob.post(ARTICLES + "/nothing/favorite", Map.of()).status()).isEqualTo(404);
  }

  @Test
  void onlyTagsOfArticlesAreListed() {
    var tag = "tag " + UUID.randomUUID();
    var path = pathOf(write(alice, "Tagged", tag));
    assertThat(tagNames()).contains(tag).isSorted();
    alice.delete(path);
    assertThat(tagNames()).doesNotContain(tag);
  }

  private List<String> tagNames() {
    var names = new ArrayList<String>();
    api.anonymous().get("/api/tags").body().path("tags").forEach(tag -> names.add(tag.asString()));
    return names;
  }
}
