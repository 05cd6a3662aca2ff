package app.project;

import app.account.User;
import app.database.DatabaseErrors;
import app.failure.Failure;
import app.http.Times;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.core.NestedRuntimeException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The projects of all users. Its methods only find those of one. */
@Service
class Projects {
  private final ProjectRepository projects;
  private final DatabaseErrors databaseErrors;

  Projects(ProjectRepository projects, DatabaseErrors databaseErrors) {
    this.projects = projects;
    this.databaseErrors = databaseErrors;
  }

  Project find(User owner, UUID id) {
    return projects.findByIdAndUserId(id, owner.id()).orElseThrow(Failure::notFound);
  }

  Project add(Project project) {
    return save(project);
  }

  Project change(User owner, UUID id, Consumer<Project> change) {
    var project = find(owner, id);
    change.accept(project);
    project.touch();
    return save(project);
  }

  @Transactional
  public void delete(User owner, UUID id) {
    var project = projects.lock(id, owner.id()).orElseThrow(Failure::notFound);
    projects.releaseTasks(id, Times.now());
    projects.delete(project);
  }

  private Project save(Project project) {
    try {
      return projects.save(project);
    } catch (NestedRuntimeException e) {
      if (databaseErrors.isDuplicate(e)) {
        throw new Failure(Failure.Kind.CONFLICT, "You already have a project with this name.");
      }
      throw e;
    }
  }
}
