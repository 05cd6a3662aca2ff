package app.task;

import static org.assertj.core.api.Assertions.assertThat;

import app.Api;
import app.ApiTest;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@ApiTest
class ListingTest {
  private static final String TASKS = "/api/v1/tasks";

  @Autowired Api api;
  @Autowired EntityManagerFactory entities;

  private Api.Client alice;

  @BeforeEach
  void aliceHasTasks() {
    alice = api.signUp("alice");
    create("Alpha", "todo", "low", "2030-01-02T00:00:00Z", "x");
    create("beta 100%", "done", "urgent", "2030-01-01T00:00:00Z", "x", "y");
    alice.post(TASKS, Map.of("title", "Gamma", "description", "STRASSE ß"));
  }

  private void create(String title, String status, String priority, String due, String... labels) {
    alice.post(
        TASKS,
        Map.of(
            "title", title,
            "status", status,
            "priority", priority,
            "due_at", due,
            "labels", List.of(labels)));
  }

  private List<String> titles(String query) {
    var answer = alice.get(TASKS + "?" + query);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().path("items").findValuesAsString("title");
  }

  @ParameterizedTest
  @CsvSource({
    "status=done,beta 100%",
    "priority=low,Alpha",
    "label=y,beta 100%",
    "label=x&label=y,beta 100%",
    "due_before=2030-01-02T00:00:00Z,beta 100%",
    "due_after=2030-01-01T00:00:00Z,Alpha",
    "q=ALPH,Alpha",
    "q=100%25,beta 100%",
    "q=strasse,Gamma"
  })
  void aFilterFindsWhatMatches(String query, String title) {
    assertThat(titles(query)).containsExactly(title);
  }

  @ParameterizedTest
  @CsvSource({
    "created_at,Alpha,beta 100%,Gamma",
    "-created_at,Gamma,beta 100%,Alpha",
    "due_at,beta 100%,Alpha,Gamma",
    "-due_at,Alpha,beta 100%,Gamma",
    "priority,Alpha,Gamma,beta 100%",
    "-title,beta 100%,Gamma,Alpha"
  })
  void pagesFollowEverySortOrder(String sort, String first, String second, String third) {
    var seen = new ArrayList<String>();
    var query = TASKS + "?limit=1&sort=" + sort;
    for (var path = query; path != null; ) {
      var answer = alice.get(path);
      seen.addAll(answer.body().path("items").findValuesAsString("title"));
      var link = answer.header("Link");
      path = link.isEmpty() ? null : link.substring(1, link.indexOf('>'));
    }
    assertThat(seen).containsExactly(first, second, third);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "limit=0",
        "limit=05",
        "limit=101",
        "limit=%",
        "limit=1&limit=2",
        "cursor=x",
        "sort=x",
        "status=x",
        "project_id=x",
        "due_before=today",
        "label=",
        "q=%00"
      })
  void anInvalidParameterIsRefused(String query) {
    assertThat(alice.get(TASKS + "?" + query.replace("%", "%25").replace("%2500", "%00")).status())
        .isEqualTo(422);
  }

  @Test
  void aCursorIsOfOneList() {
    var cursor = alice.get(TASKS + "?limit=1").body().path("next_cursor").asString();
    assertThat(alice.get(TASKS + "?sort=title&cursor=" + cursor).status()).isEqualTo(422);
    assertThat(alice.get(TASKS + "?status=done&cursor=" + cursor).status()).isEqualTo(422);
  }

  @Test
  void aPageTakesThreeStatementsHoweverManyTasksItHas() {
    var statistics = entities.unwrap(SessionFactory.class).getStatistics();
    statistics.setStatisticsEnabled(true);
    statistics.clear();
    titles("limit=100");
    // The caller, their tasks, and the labels of all of them.
    assertThat(statistics.getPrepareStatementCount()).isEqualTo(3);
    statistics.setStatisticsEnabled(false);
  }
}
