package app.project;

import app.account.User;
import app.http.Member;
import app.http.Query;
import app.page.Order;
import app.page.Page;
import app.page.Pages;
import app.text.Name;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping(ProjectController.PATH)
class ProjectController {
  static final String PATH = "/api/v1/projects";

  private static final int LONGEST_NAME = 100;
  private static final String COLOR = "#[0-9a-fA-F]{6}";
  private static final String COLOR_DETAIL = "It is a colour like #2f6fed.";

  private static final Order<Project> NEWEST_FIRST =
      new Order<>("createdAt", Instant.class, Project::createdAt, false, true);

  private final Projects projects;
  private final ProjectRepository repository;
  private final Pages pages;

  ProjectController(Projects projects, ProjectRepository repository, Pages pages) {
    this.projects = projects;
    this.repository = repository;
    this.pages = pages;
  }

  record NewProject(
      @NotNull @Name(max = LONGEST_NAME) String name,
      @Pattern(regexp = COLOR, message = COLOR_DETAIL) String color) {}

  record ProjectChange(
      Member<@NotNull @Name(max = LONGEST_NAME) String> name,
      Member<@Pattern(regexp = COLOR, message = COLOR_DETAIL) String> color,
      Member<@NotNull Boolean> archived) {

    void applyTo(Project project) {
      name.ifGiven(project::rename);
      color.ifGiven(project::paint);
      archived.ifGiven(project::archive);
    }
  }

  record ProjectView(
      UUID id, String name, String color, boolean archived, Instant createdAt, Instant updatedAt) {

    static ProjectView of(Project project) {
      return new ProjectView(
          project.id(),
          project.name(),
          project.color(),
          project.archived(),
          project.createdAt(),
          project.updatedAt());
    }
  }

  @GetMapping
  Page<ProjectView> list(
      @RequestAttribute User caller, HttpServletRequest request, HttpServletResponse response) {
    var page = pages.read(request, new Query(request.getQueryString()), NEWEST_FIRST);
    return pages.fetch(
        repository,
        (project, _, where) -> where.equal(project.get("userId"), caller.id()),
        page,
        ProjectView::of,
        response);
  }

  @PostMapping
  ResponseEntity<ProjectView> create(@RequestAttribute User caller, @RequestBody NewProject body) {
    var created = projects.add(new Project(caller, body.name(), body.color()));
    return ResponseEntity.created(URI.create(PATH + "/" + created.id()))
        .body(ProjectView.of(created));
  }

  @GetMapping("/{id}")
  ProjectView show(@RequestAttribute User caller, @PathVariable UUID id) {
    return ProjectView.of(projects.find(caller, id));
  }

  @PatchMapping("/{id}")
  ProjectView change(
      @RequestAttribute User caller, @PathVariable UUID id, @RequestBody ProjectChange body) {
    return ProjectView.of(projects.change(caller, id, body::applyTo));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@RequestAttribute User caller, @PathVariable UUID id) {
    projects.delete(caller, id);
  }
}
