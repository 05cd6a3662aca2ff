package app.project;

import app.account.User;
import app.http.Times;
import app.page.Row;
import app.text.Text;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A project that tasks can belong to. */
@Entity
@Table(name = "projects")
public class Project implements Row {
  @Id
  @GeneratedValue(strategy = GenerationType.UUID)
  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID id;

  @JdbcTypeCode(SqlTypes.VARCHAR)
  private UUID userId;

  private String name;

  /** The name for comparison. */
  private String nameKey;

  private String color;
  private boolean archived;
  private Instant createdAt;
  private Instant updatedAt;

  protected Project() {}

  public Project(User owner, String name, String color) {
    userId = owner.id();
    this.color = color;
    createdAt = Times.now();
    updatedAt = createdAt;
    rename(name);
  }

  final void rename(String newName) {
    name = newName;
    nameKey = Text.compared(newName);
  }

  void paint(String newColor) {
    color = newColor;
  }

  void archive(boolean isArchived) {
    archived = isArchived;
  }

  void touch() {
    updatedAt = Times.now();
  }

  @Override
  public UUID id() {
    return id;
  }

  String name() {
    return name;
  }

  String color() {
    return color;
  }

  boolean archived() {
    return archived;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
