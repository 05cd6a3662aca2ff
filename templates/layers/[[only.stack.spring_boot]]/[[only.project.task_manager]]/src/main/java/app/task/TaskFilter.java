package app.task;

import app.account.User;
import app.http.Query;
import app.page.Order;
import app.text.Text;
import jakarta.persistence.criteria.Predicate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.data.jpa.domain.Specification;

/** Which tasks to list; null or nothing is no condition. */
record TaskFilter(
    Status status,
    Priority priority,
    UUID projectId,
    List<String> labels,
    Instant dueBefore,
    Instant dueAfter,
    String words) {

  private static final List<String> SORTS =
      List.of(
          "created_at",
          "-created_at",
          "due_at",
          "-due_at",
          "priority",
          "-priority",
          "title",
          "-title");

  static TaskFilter read(Query query) {
    return new TaskFilter(
        choice(query, "status", Status.class),
        choice(query, "priority", Priority.class),
        query.id("project_id"),
        query.names("label", TaskFields.MOST_LABELS, TaskFields.LONGEST_LABEL),
        query.time("due_before"),
        query.time("due_after"),
        query.text("q", 200));
  }

  static Order<Task> readOrder(Query query) {
    var sort = query.choice("sort", SORTS);
    boolean isDescending = sort == null || sort.startsWith("-");
    return switch (sort == null ? "created_at" : sort.replace("-", "")) {
      case "due_at" -> new Order<>("dueAt", Instant.class, Task::dueAt, true, isDescending);
      case "priority" ->
          new Order<>("priority", Priority.class, Task::priority, false, isDescending);
      case "title" -> new Order<>("title", String.class, Task::title, false, isDescending);
      default -> new Order<>("createdAt", Instant.class, Task::createdAt, false, isDescending);
    };
  }

  private static <E extends Enum<E>> E choice(Query query, String name, Class<E> type) {
    var words =
        Arrays.stream(type.getEnumConstants())
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .toList();
    var word = query.choice(name, words);
    return word == null ? null : type.getEnumConstants()[words.indexOf(word)];
  }

  Specification<Task> of(User owner) {
    return (task, _, where) -> {
      var all = new ArrayList<Predicate>();
      all.add(where.equal(task.get("userId"), owner.id()));
      if (status != null) {
        all.add(where.equal(task.get("status"), status));
      }
      if (priority != null) {
        all.add(where.equal(task.get("priority"), priority));
      }
      if (projectId != null) {
        all.add(where.equal(task.get("projectId"), projectId));
      }
      if (dueBefore != null) {
        all.add(where.lessThan(task.get("dueAt"), dueBefore));
      }
      if (dueAfter != null) {
        all.add(where.greaterThan(task.get("dueAt"), dueAfter));
      }
      for (var label : labels) {
        all.add(where.isMember(label, task.get("labels")));
      }
      if (words != null && !words.isEmpty()) {
        var pattern = "%" + Text.fold(words).replaceAll("[|%_]", "|$0") + "%";
        all.add(
            where.or(
                where.like(task.get("foldedTitle"), pattern, '|'),
                where.like(task.get("foldedDescription"), pattern, '|')));
      }
      return where.and(all);
    };
  }
}
