package app.comment;

import static app.Writer.name;
import static app.Writer.pathOf;
import static app.Writer.write;
import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class CommentsTest {
  @Autowired Api api;

  private Api.Client alice;
  private Api.Client bob;
  private String comments;

  @BeforeEach
  void aliceHasWrittenAnArticle() {
    alice = api.signUp("alice");
    bob = api.signUp("bob");
    comments = pathOf(write(alice, "Comment on this")) + "/comments";
  }

  private Api.Answer comment(Api.Client user, String body) {
    return user.post(comments, Map.of("comment", Map.of("body", body)));
  }

  private String pathOfNew(Api.Client user) {
    return comments + "/" + comment(user, "Well said").body().path("comment").path("id").asLong();
  }

  @Test
  void commentsAreListedNewestFirst() {
    assertThat(comment(bob, "First").status()).isEqualTo(201);
    comment(alice, "Second");
    alice.post("/api/profiles/" + name(bob) + "/follow", Map.of());
    var listed = alice.get(comments).body().path("comments");
    assertThat(listed.findValuesAsString("body")).containsExactly("Second", "First");
    assertThat(listed.path(1).path("author").path("username").asString()).isEqualTo(name(bob));
    assertThat(listed.path(1).path("author").path("following").asBoolean()).isTrue();
    var seen = api.anonymous().get(comments).body().path("comments");
    assertThat(seen.path(1).path("author").path("following").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n "})
  void aBlankCommentIsInvalid(String body) {
    assertThat(comment(alice, body).status()).isEqualTo(422);
  }

  @Test
  void onlyTheAuthorDeletesAComment() {
    var path = pathOfNew(bob);
    assertThat(alice.delete(path).status()).isEqualTo(403);
    assertThat(api.anonymous().delete(path).status()).isEqualTo(401);
    assertThat(bob.delete(path).status()).isEqualTo(204);
    assertThat(bob.delete(path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "first", "99999999999999999999", "%201"})
  void anInvalidIdIsNotFound(String id) {
    var answer = alice.delete(comments + "/" + id);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.body().path("errors").propertyNames()).containsExactly("comment");
  }

  @Test
  void anArticleIsLookedUpBeforeItsComment() {
    var id = pathOfNew(alice).substring(comments.length());
    var elsewhere = pathOf(write(alice, "Another")) + "/comments";
    assertThat(alice.delete(elsewhere + id).body().path("errors").propertyNames())
        .containsExactly("comment");
    assertThat(
            alice
                .delete("/api/articles/nothing/comments" + id)
                .body()
                .path("errors")
                .propertyNames())
        .containsExactly("article");
    assertThat(alice.get("/api/articles/nothing/comments").status()).isEqualTo(404);
  }
}
