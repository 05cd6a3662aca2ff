package app.comment;

import app.account.User;
import app.account.Viewer;
import app.http.Public;
import app.text.Length;
import app.text.Visible;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/articles/{slug}/comments")
class CommentController {
  private final Comments comments;

  CommentController(Comments comments) {
    this.comments = comments;
  }

  record Envelope(CommentView comment) {}

  record CommentList(List<CommentView> comments) {}

  record NewComment(@Visible @Length(max = 10_000) String body) {}

  record Body(@NotNull(message = Visible.BLANK) @Valid NewComment comment) {}

  @Public
  @GetMapping
  CommentList list(Viewer viewer, @PathVariable String slug) {
    return new CommentList(comments.list(slug, viewer.id()));
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Envelope create(
      @RequestAttribute User caller, @PathVariable String slug, @RequestBody Body body) {
    return new Envelope(comments.write(caller, slug, body.comment().body()));
  }

  @DeleteMapping("/{id}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@RequestAttribute User caller, @PathVariable String slug, @PathVariable String id) {
    comments.delete(caller, slug, id);
  }
}
