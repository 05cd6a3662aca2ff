package app.project;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class ProjectsTest {
  private static final String PROJECTS = "/api/v1/projects";

  @Autowired Api api;

  private Api.Client alice;

  @BeforeEach
  void aliceIsSignedIn() {
    alice = api.signUp("alice");
  }

  private String create(String name) {
    return alice.post(PROJECTS, Map.of("name", name)).header("Location");
  }

  @Test
  void aProjectIsFoundAtItsLocation() {
    var created = alice.post(PROJECTS, Map.of("name", "Launch", "color", "#2f6fed"));
    assertThat(created.status()).isEqualTo(201);
    assertThat(alice.get(created.header("Location")).body()).isEqualTo(created.body());
  }

  @Test
  void aProjectChangesOnlyWhereItIsToldTo() {
    var path = create("Launch");
    var changed = alice.send("PATCH", path, "{\"color\": \"#000000\", \"archived\": true}").body();
    assertThat(changed.path("name").asString()).isEqualTo("Launch");
    assertThat(changed.path("archived").asBoolean()).isTrue();
    assertThat(alice.send("PATCH", path, "{\"color\": null}").body().path("color").isNull())
        .isTrue();
    assertThat(alice.send("PATCH", path, "{\"archived\": null}").status()).isEqualTo(422);
    assertThat(alice.send("PATCH", path, "{\"color\": \"red\"}").status()).isEqualTo(422);
  }

  @Test
  void aNameIsUniquePerUserHoweverItIsWritten() {
    create("Caf\u00e9");
    assertThat(alice.post(PROJECTS, Map.of("name", "Cafe\u0301")).status()).isEqualTo(409);
    assertThat(api.signUp("bob").post(PROJECTS, Map.of("name", "Caf\u00e9")).status())
        .isEqualTo(201);
  }

  @Test
  void deletingAProjectKeepsItsTasks() {
    var path = create("Launch");
    var id = path.substring(path.lastIndexOf('/') + 1);
    var task = alice.post("/api/v1/tasks", Map.of("title", "Rocket", "project_id", id));
    assertThat(alice.delete(path).status()).isEqualTo(204);
    var kept = alice.get(task.header("Location"));
    assertThat(kept.body().path("project_id").isNull()).isTrue();
    assertThat(kept.header("ETag")).isNotEqualTo(task.header("ETag"));
    assertThat(alice.get(path).status()).isEqualTo(404);
  }

  @Test
  void aStrangerSeesNothing() {
    var path = create("Launch");
    var bob = api.signUp("bob");
    assertThat(bob.get(path).status()).isEqualTo(404);
    assertThat(bob.patch(path, Map.of("name", "Mine")).status()).isEqualTo(404);
    assertThat(bob.delete(path).status()).isEqualTo(404);
    assertThat(api.anonymous().get(path).status()).isEqualTo(401);
  }

  @Test
  void projectsAreListedNewestFirstInPages() {
    create("One");
    create("Two");
    create("Three");
    var first = alice.get(PROJECTS + "?limit=2").body();
    assertThat(first.path("items").size()).isEqualTo(2);
    var cursor = first.path("next_cursor").asString();
    var second = alice.get(PROJECTS + "?limit=2&cursor=" + cursor).body();
    assertThat(second.path("items").size()).isEqualTo(1);
    assertThat(second.path("next_cursor").isNull()).isTrue();
  }
}
