package app.task;

import app.failure.Failure;
import app.http.Member;
import app.text.Length;
import app.text.Name;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What a client writes of a task: all that a new one has, or a merge patch. */
record TaskFields(
    Member<@NotNull @Name(max = 200) String> title,
    Member<@NotNull @Length(min = 0, max = 10_000) String> description,
    Member<@NotNull Status> status,
    Member<@NotNull Priority> priority,
    Member<Instant> dueAt,
    Member<UUID> projectId,
    Member<@NotNull @Size(max = 20) List<@NotNull @Name(max = 50) String>> labels) {

  static final int MOST_LABELS = 20;
  static final int LONGEST_LABEL = 50;

  void requireTitle() {
    if (!title.isGiven()) {
      throw Failure.invalid("/title", "It is required.");
    }
  }

  void applyTo(Task task) {
    title.ifGiven(task::rename);
    description.ifGiven(task::describe);
    status.ifGiven(task::become);
    priority.ifGiven(task::rank);
    dueAt.ifGiven(task::due);
    projectId.ifGiven(task::moveTo);
    labels.ifGiven(task::label);
  }
}
