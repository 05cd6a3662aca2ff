package app.task;

import app.account.User;
import app.http.Query;
import app.idempotency.Idempotency;
import app.page.Page;
import app.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

@RestController
@RequestMapping(TaskController.PATH)
class TaskController {
  static final String PATH = "/api/v1/tasks";

  private final Tasks tasks;
  private final Pages pages;
  private final Idempotency idempotency;
  private final JsonMapper json;

  TaskController(Tasks tasks, Pages pages, Idempotency idempotency, JsonMapper json) {
    this.tasks = tasks;
    this.pages = pages;
    this.idempotency = idempotency;
    this.json = json;
  }

  @GetMapping
  Page<TaskView> list(
      @RequestAttribute User caller, HttpServletRequest request, HttpServletResponse response) {
    var query = new Query(request.getQueryString());
    var filter = TaskFilter.read(query);
    var page = pages.read(request, query, TaskFilter.readOrder(query));
    return tasks.list(caller, filter, page, response);
  }

  @PostMapping
  ResponseEntity<String> create(
      @RequestAttribute User caller,
      @RequestHeader(name = "Idempotency-Key", required = false) String key,
      @RequestBody TaskFields body) {
    body.requireTitle();
    var task = new Task(caller);
    body.applyTo(task);
    var answer =
        idempotency.once(
            caller,
            key,
            json.writeValueAsString(task.given()),
            () -> {
              var added = tasks.add(caller, task);
              return new Idempotency.Answer(
                  PATH + "/" + added.id(), added.etag(), json.writeValueAsString(added));
            });
    return ResponseEntity.created(URI.create(answer.location()))
        .eTag(answer.etag())
        .contentType(MediaType.APPLICATION_JSON)
        .body(answer.body());
  }

  @GetMapping("/{id}")
  ResponseEntity<TaskView> show(
      @RequestAttribute User caller, @PathVariable UUID id, HttpServletRequest request) {
    var found = tasks.find(caller, id);
    if (Preconditions.of(request).isKnown(found)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(found.etag()).build();
    }
    return ResponseEntity.ok().eTag(found.etag()).body(found);
  }

  @PatchMapping("/{id}")
  ResponseEntity<TaskView> change(
      @RequestAttribute User caller,
      @PathVariable UUID id,
      @RequestBody TaskFields body,
      HttpServletRequest request) {
    var changed = tasks.change(caller, id, Preconditions.of(request), body);
    return ResponseEntity.ok().eTag(changed.etag()).body(changed);
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@RequestAttribute User caller, @PathVariable UUID id, HttpServletRequest request) {
    tasks.delete(caller, id, Preconditions.of(request));
  }
}
