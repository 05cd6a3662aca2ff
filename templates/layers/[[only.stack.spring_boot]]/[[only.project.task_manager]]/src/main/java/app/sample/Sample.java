package app.sample;

import app.account.SampleData;
import app.account.User;
import app.account.Users;
import app.http.Times;
import app.project.Project;
import app.project.ProjectRepository;
import app.task.Priority;
import app.task.Status;
import app.task.Task;
import app.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sample projects and tasks. */
@Component
class Sample implements SampleData {
  private record SampleTask(
      String project,
      String title,
      Status status,
      Priority priority,
      int days,
      List<String> labels) {}

  private static final List<SampleTask> TASKS =
      List.of(
          new SampleTask(
              "Launch",
              "Write the release notes",
              Status.IN_PROGRESS,
              Priority.HIGH,
              2,
              List.of("writing")),
          new SampleTask(
              "Launch", "Test the backup", Status.TODO, Priority.URGENT, -1, List.of("ops")),
          new SampleTask(
              "Launch", "Choose a logo", Status.DONE, Priority.LOW, -5, List.of("design")),
          new SampleTask(
              "Launch", "Print stickers", Status.CANCELLED, Priority.LOW, 0, List.of("design")),
          new SampleTask(
              "Home", "Water the plants 🌱", Status.TODO, Priority.MEDIUM, 1, List.of("garden")),
          new SampleTask(
              "",
              "Read about keyset pagination",
              Status.TODO,
              Priority.MEDIUM,
              0,
              List.of("reading", "sql")));

  private final ProjectRepository projects;
  private final Tasks tasks;
  private final Users users;

  Sample(ProjectRepository projects, Tasks tasks, Users users) {
    this.projects = projects;
    this.tasks = tasks;
    this.users = users;
  }

  @Override
  @Transactional
  public void addTo(User user) {
    Map<String, UUID> ids =
        Map.of(
            "Launch", projects.saveAndFlush(new Project(user, "Launch", "#2f6fed")).id(),
            "Home", projects.saveAndFlush(new Project(user, "Home", "#3aa76d")).id());
    for (var sample : TASKS) {
      var task = new Task(user);
      task.rename(sample.title());
      task.become(sample.status());
      task.rank(sample.priority());
      task.moveTo(ids.get(sample.project()));
      task.label(sample.labels());
      if (sample.days() != 0) {
        task.due(Times.now().plus(Duration.ofDays(sample.days())));
      }
      tasks.add(user, task);
    }
  }

  @Override
  public void removeGuest(UUID id) {
    users.deleteById(id);
  }
}
