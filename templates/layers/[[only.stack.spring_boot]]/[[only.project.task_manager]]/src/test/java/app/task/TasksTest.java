package app.task;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class TasksTest {
  private static final String TASKS = "/api/v1/tasks";

  @Autowired Api api;

  private Api.Client alice;

  @BeforeEach
  void aliceIsSignedIn() {
    alice = api.signUp("alice");
  }

  private Api.Answer create(String title) {
    return alice.post(TASKS, Map.of("title", title));
  }

  private Api.Answer change(Api.Answer task, String body) {
    return alice.with("If-Match", task.header("ETag")).send("PATCH", task.header("Location"), body);
  }

  /** The statuses of requests that are sent at once. */
  private static List<Integer> atOnce(List<Callable<Integer>> requests)
      throws InterruptedException, ExecutionException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var statuses = new ArrayList<Integer>();
      for (var each : threads.invokeAll(requests)) {
        statuses.add(each.get());
      }
      return statuses;
    }
  }

  @Test
  void aTaskIsFoundAtItsLocation() {
    var created =
        alice.post(
            TASKS,
            Map.of(
                "title", "Rocket 🚀",
                "due_at", "2030-01-01T12:00:00+02:00",
                "labels", List.of("b", "a", "a")));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.body().path("due_at").asString()).isEqualTo("2030-01-01T10:00:00.000Z");
    assertThat(created.body().path("labels").valueStream().map(each -> each.asString()))
        .containsExactly("a", "b");
    assertThat(alice.get(created.header("Location")).body()).isEqualTo(created.body());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|/title",
        "{\"title\": null}|/title",
        "{\"title\": \"\\u200b\"}|/title",
        "{\"title\": \"a\", \"status\": \"TODO\"}|/status",
        "{\"title\": \"a\", \"priority\": 1}|/priority",
        "{\"title\": \"a\", \"due_at\": \"2030-01-01T24:00:00Z\"}|/due_at",
        "{\"title\": \"a\", \"project_id\": \"1-1-1-1-1\"}|/project_id",
        "{\"title\": \"a\", \"labels\": [\"a\", \"\"]}|/labels/1",
        "{\"title\": \"a\", \"labels\": null}|/labels",
        "{\"title\": \"a\", \"version\": 7}|/version"
      })
  void anInvalidMemberIsPointedTo(String body, String pointer) {
    var answer = alice.send("POST", TASKS, body);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("errors").findValuesAsString("pointer")).containsExactly(pointer);
  }

  @Test
  void aTaskBelongsToAProjectOfItsOwner() {
    var project = api.signUp("bob").post("/api/v1/projects", Map.of("name", "His")).body();
    var body = Map.of("title", "Mine", "project_id", project.path("id").asString());
    assertThat(alice.post(TASKS, body).status()).isEqualTo(422);
  }

  @Test
  void aChangeNeedsTheVersionThatItIsBasedOn() {
    var task = create("Rocket");
    var path = task.header("Location");
    assertThat(alice.send("PATCH", path, "{}").status()).isEqualTo(428);
    var changed = change(task, "{\"description\": \"Big\", \"priority\": \"urgent\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.body().path("title").asString()).isEqualTo("Rocket");
    assertThat(changed.header("ETag")).isNotEqualTo(task.header("ETag"));
    assertThat(change(task, "{\"title\": \"Late\"}").status()).isEqualTo(412);
    assertThat(alice.with("If-Match", "*").send("PATCH", path, "{}").status()).isEqualTo(200);
  }

  @Test
  void ofConcurrentChangesToOneVersionOneWins() throws Exception {
    var task = create("Rocket");
    Callable<Integer> request = () -> change(task, "{\"title\": \"Mine\"}").status();
    var statuses = atOnce(List.of(request, request, request, request));
    assertThat(statuses).containsOnlyOnce(200).contains(412);
  }

  @Test
  void theServerNotesWhenATaskWasDone() {
    var task = create("Rocket");
    var done = change(task, "{\"status\": \"done\"}");
    assertThat(done.body().path("completed_at").isString()).isTrue();
    var open =
        alice
            .with("If-Match", done.header("ETag"))
            .send("PATCH", task.header("Location"), "{\"status\": \"todo\"}");
    assertThat(open.body().path("completed_at").isNull()).isTrue();
  }

  @Test
  void aClientThatKnowsTheVersionGetsNothingNew() {
    var task = create("Rocket");
    var path = task.header("Location");
    assertThat(alice.with("If-None-Match", task.header("ETag")).get(path).status()).isEqualTo(304);
    assertThat(alice.with("If-None-Match", "\"0\"").get(path).status()).isEqualTo(200);
  }

  @Test
  void aTaskIsDeletedUnlessItHasChanged() {
    var task = create("Rocket");
    var path = task.header("Location");
    assertThat(alice.with("If-Match", "\"7\"").delete(path).status()).isEqualTo(412);
    assertThat(alice.with("If-Match", task.header("ETag")).delete(path).status()).isEqualTo(204);
    assertThat(alice.delete(path).status()).isEqualTo(404);
    assertThat(alice.delete(create("Again").header("Location")).status()).isEqualTo(204);
  }

  @Test
  void aStrangerSeesNothing() {
    var path = create("Rocket").header("Location");
    var bob = api.signUp("bob");
    assertThat(bob.get(path).status()).isEqualTo(404);
    assertThat(bob.patch(path, Map.of()).status()).isEqualTo(404);
    assertThat(bob.delete(path).status()).isEqualTo(404);
    assertThat(api.anonymous().get(path).status()).isEqualTo(401);
    assertThat(bob.get(TASKS + "/nothing").status()).isEqualTo(404);
  }

  @Test
  void aRepeatedRequestIsExecutedOnce() throws Exception {
    var client = alice.with("Idempotency-Key", UUID.randomUUID().toString());
    var first = client.post(TASKS, Map.of("title", "Once"));
    var again = client.post(TASKS, Map.of("title", "Once"));
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(client.post(TASKS, Map.of("title", "Twice")).status()).isEqualTo(422);
    assertThat(alice.get(TASKS).body().path("items").size()).isEqualTo(1);
  }

  @Test
  void ofConcurrentRequestsWithOneKeyOneIsExecuted() throws Exception {
    var client = alice.with("Idempotency-Key", UUID.randomUUID().toString());
    Callable<Integer> request = () -> client.post(TASKS, Map.of("title", "Once")).status();
    assertThat(atOnce(Collections.nCopies(20, request))).isSubsetOf(201, 409).contains(201);
    assertThat(alice.get(TASKS).body().path("items").size()).isEqualTo(1);
  }

  @Test
  void aRefusedRequestDoesNotUseUpItsKey() {
    var client = alice.with("Idempotency-Key", "mine");
    var body = Map.of("title", "Once", "project_id", UUID.randomUUID().toString());
    assertThat(client.post(TASKS, body).status()).isEqualTo(422);
    assertThat(client.post(TASKS, Map.of("title", "Once")).status()).isEqualTo(201);
    assertThat(alice.with("Idempotency-Key", "a b").post(TASKS, body).status()).isEqualTo(422);
  }

  @Test
  void labelsAndStatisticsAreThoseOfTheCaller() {
    alice.post(TASKS, Map.of("title", "A", "labels", List.of("x", "y"), "status", "done"));
    alice.post(
        TASKS, Map.of("title", "B", "labels", List.of("x"), "due_at", "2020-01-01T00:00:00Z"));
    var labels = alice.get("/api/v1/labels").body().path("items");
    assertThat(labels.path(0).path("name").asString()).isEqualTo("x");
    assertThat(labels.path(0).path("count").asInt()).isEqualTo(2);
    var statistics = alice.get("/api/v1/stats").body();
    assertThat(statistics.path("by_status").path("done").asInt()).isEqualTo(1);
    assertThat(statistics.path("by_priority").path("urgent").asInt()).isZero();
    assertThat(statistics.path("overdue").asInt()).isEqualTo(1);
    assertThat(statistics.path("completed_last_7_days").asInt()).isEqualTo(1);
  }

  @Test
  void aGuestHasSampleTasks() {
    var session = api.anonymous().post("/api/v1/auth/guest", Map.of()).body();
    var token = "Bearer " + session.path("access_token").asString();
    var tasks = api.anonymous().with("Authorization", token).get(TASKS);
    assertThat(tasks.body().path("items").size()).isPositive();
  }
}
