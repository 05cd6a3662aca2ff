package app.task;

import app.account.User;
import app.http.Times;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RestController;

/** What a user's tasks have in common. */
@RestController
class OverviewController {
  private static final Duration WEEK = Duration.ofDays(7);

  private final TaskRepository tasks;

  OverviewController(TaskRepository tasks) {
    this.tasks = tasks;
  }

  record Labels(List<TaskRepository.LabelCount> items) {}

  @GetMapping("/api/v1/labels")
  Labels labels(@RequestAttribute User caller) {
    return new Labels(tasks.countLabels(caller.id()));
  }

  record Statistics(
      Map<Status, Long> byStatus,
      Map<Priority, Long> byPriority,
      long overdue,
      @com.fasterxml.jackson.annotation.JsonProperty("completed_last_7_days")
          long completedLast7Days) {}

  @GetMapping("/api/v1/stats")
  Statistics statistics(@RequestAttribute User caller) {
    var byStatus = new EnumMap<Status, Long>(Status.class);
    var byPriority = new EnumMap<Priority, Long>(Priority.class);
    for (var status : Status.values()) {
      byStatus.put(status, 0L);
    }
    for (var priority : Priority.values()) {
      byPriority.put(priority, 0L);
    }
    for (var group : tasks.countGroups(caller.id())) {
      byStatus.merge(group.status(), group.count(), Long::sum);
      byPriority.merge(group.priority(), group.count(), Long::sum);
    }
    var now = Times.now();
    return new Statistics(
        byStatus,
        byPriority,
        tasks.countOverdue(caller.id(), now),
        tasks.countByUserIdAndCompletedAtGreaterThanEqual(caller.id(), now.minus(WEEK)));
  }
}
