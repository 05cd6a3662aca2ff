package app.article;

import app.http.Public;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TagController {
  private final TagRepository tags;

  TagController(TagRepository tags) {
    this.tags = tags;
  }

  record Envelope(List<String> tags) {}

  @Public
  @GetMapping("/api/tags")
  Envelope list() {
    return new Envelope(tags.findNames());
  }
}
