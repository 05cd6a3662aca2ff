package app.task;

import app.account.User;
import app.database.DatabaseErrors;
import app.failure.Failure;
import app.page.Page;
import app.page.PageRequest;
import app.page.Pages;
import app.project.ProjectRepository;
import jakarta.servlet.http.HttpServletResponse;
import java.util.UUID;
import org.springframework.core.NestedRuntimeException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The tasks of all users. Its methods only find those of one. */
@Service
public class Tasks {
  private final TaskRepository tasks;
  private final ProjectRepository projects;
  private final DatabaseErrors databaseErrors;
  private final Pages pages;

  Tasks(
      TaskRepository tasks,
      ProjectRepository projects,
      DatabaseErrors databaseErrors,
      Pages pages) {
    this.tasks = tasks;
    this.projects = projects;
    this.databaseErrors = databaseErrors;
    this.pages = pages;
  }

  @Transactional(readOnly = true)
  Page<TaskView> list(
      User owner, TaskFilter filter, PageRequest<Task> request, HttpServletResponse response) {
    return pages.fetch(tasks, filter.of(owner), request, TaskView::of, response);
  }

  @Transactional(readOnly = true)
  TaskView find(User owner, UUID id) {
    return TaskView.of(load(owner, id));
  }

  @Transactional
  public TaskView add(User owner, Task task) {
    checkProject(owner, task.projectId());
    return save(task);
  }

  /** Of two concurrent changes to one version, the second one fails. */
  @Transactional
  TaskView change(User owner, UUID id, Preconditions preconditions, TaskFields fields) {
    var task = load(owner, id);
    preconditions.require(TaskView.of(task));
    fields.applyTo(task);
    checkProject(owner, task.projectId());
    task.touch();
    return save(task);
  }

  @Transactional
  void delete(User owner, UUID id, Preconditions preconditions) {
    var task = TaskView.of(load(owner, id));
    preconditions.check(task);
    if (!preconditions.isConditional()) {
      tasks.deleteAnyVersion(id);
    } else if (tasks.deleteVersion(id, task.version() - 1) == 0) {
      throw Preconditions.stale();
    }
  }

  private Task load(User owner, UUID id) {
    return tasks.findByIdAndUserId(id, owner.id()).orElseThrow(Failure::notFound);
  }

  /** The project may be deleted between the check and the statement. */
  private TaskView save(Task task) {
    try {
      return TaskView.of(tasks.saveAndFlush(task));
    } catch (NestedRuntimeException e) {
      throw databaseErrors.isOrphan(e) ? noSuchProject() : e;
    }
  }

  private void checkProject(User owner, UUID projectId) {
    if (projectId != null && !projects.existsByIdAndUserId(projectId, owner.id())) {
      throw noSuchProject();
    }
  }

  private static Failure noSuchProject() {
    return Failure.invalid("/project_id", "You have no project with this id.");
  }
}
