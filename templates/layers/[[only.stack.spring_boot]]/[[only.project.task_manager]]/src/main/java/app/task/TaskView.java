package app.task;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is shown of a task. */
record TaskView(
    UUID id,
    String title,
    String description,
    Status status,
    Priority priority,
    Instant dueAt,
    Instant completedAt,
    UUID projectId,
    List<String> labels,
    int version,
    Instant createdAt,
    Instant updatedAt) {

  static TaskView of(Task task) {
    return new TaskView(
        task.id(),
        task.title(),
        task.description(),
        task.status(),
        task.priority(),
        task.dueAt(),
        task.completedAt(),
        task.projectId(),
        task.labels(),
        task.version() + 1,
        task.createdAt(),
        task.updatedAt());
  }

  String etag() {
    return "\"" + version + "\"";
  }
}
