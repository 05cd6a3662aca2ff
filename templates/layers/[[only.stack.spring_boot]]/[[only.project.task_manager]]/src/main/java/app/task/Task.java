package app.task;

import app.account.User;
import app.http.Times;
import app.page.Row;
import app.text.Text;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

@Entity
@Table(name = "tasks")
public class Task implements Row {
  @Id
  @GeneratedValue(strategy = GenerationType.UUID)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID id;

  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID userId;

  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID projectId;

  private String title;
  private String description = "";

  /** Case-folded for searching. */
  private String foldedTitle;

  private String foldedDescription = "";

  @Enumerated(EnumType.STRING)
  private Status status = Status.TODO;

  @Enumerated(EnumType.ORDINAL)
  private Priority priority = Priority.MEDIUM;

  private Instant dueAt;
  private Instant completedAt;
  @Version private Integer version;
  private Instant createdAt;
  private Instant updatedAt;

  /** Those of a page of tasks are read in one query. */
  @ElementCollection
  @CollectionTable(name = "task_labels", joinColumns = @JoinColumn(name = "task_id"))
  @Column(name = "name")
  @OrderBy
  @BatchSize(size = 100)
  private Set<String> labels = new LinkedHashSet<>();

  protected Task() {}

  public Task(User owner) {
    userId = owner.id();
    createdAt = Times.now();
    updatedAt = createdAt;
  }

  public void rename(String newTitle) {
    title = newTitle;
    foldedTitle = Text.fold(newTitle);
  }

  void describe(String newDescription) {
    description = newDescription;
    foldedDescription = Text.fold(newDescription);
  }

  /** The server notes when a task was done. */
  public void become(Status newStatus) {
    if (newStatus != Status.DONE) {
      completedAt = null;
    } else if (status != Status.DONE) {
      completedAt = Times.now();
    }
    status = newStatus;
  }

  public void rank(Priority newPriority) {
    priority = newPriority;
  }

  public void due(Instant moment) {
    dueAt = moment;
  }

  public void moveTo(UUID newProjectId) {
    projectId = newProjectId;
  }

  /** Keeps the first of labels that look the same, sorted as the databases do. */
  public void label(Collection<String> names) {
    var distinct = new LinkedHashMap<String, String>();
    names.forEach(name -> distinct.putIfAbsent(Text.compared(name), name));
    labels.clear();
    distinct.values().stream().sorted(Text.BY_CODE_POINT).forEach(labels::add);
  }

  /** What was given for a new task, with defaults for the rest. */
  List<Object> given() {
    return Arrays.asList(
        title, description, status, priority, dueAt, projectId, List.copyOf(labels));
  }

  void touch() {
    updatedAt = Times.now();
  }

  @Override
  public UUID id() {
    return id;
  }

  UUID projectId() {
    return projectId;
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  Status status() {
    return status;
  }

  Priority priority() {
    return priority;
  }

  Instant dueAt() {
    return dueAt;
  }

  Instant completedAt() {
    return completedAt;
  }

  List<String> labels() {
    return List.copyOf(labels);
  }

  /** Of the stored row, which Hibernate counts from zero. */
  int version() {
    return version;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
