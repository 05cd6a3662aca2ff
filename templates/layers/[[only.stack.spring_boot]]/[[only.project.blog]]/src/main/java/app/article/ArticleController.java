package app.article;

import app.account.User;
import app.account.Viewer;
import app.http.Public;
import app.http.Query;
import app.text.Visible;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/articles")
class ArticleController {
  /** Other methods on the path of the feed are not allowed, rather than on an unknown article. */
  private static final String ARTICLE = "/{slug:(?!feed$).*}";

  private final Articles articles;
  private final ArticleLists lists;

  ArticleController(Articles articles, ArticleLists lists) {
    this.articles = articles;
    this.lists = lists;
  }

  record Envelope(ArticleView article) {}

  record NewArticle(@NotNull(message = Visible.BLANK) @Valid Draft article) {}

  record Change(@NotNull(message = Visible.BLANK) @Valid ArticleChange article) {}

  @Public
  @GetMapping
  ArticleLists.ArticleList list(Viewer viewer, HttpServletRequest request) {
    var query = new Query(request.getQueryString());
    var filter = ArticleFilter.read(query);
    return lists.list(filter, readPage(query), viewer.id());
  }

  @GetMapping("/feed")
  ArticleLists.ArticleList feed(@RequestAttribute User caller, HttpServletRequest request) {
    var page = readPage(new Query(request.getQueryString()));
    return lists.list(ArticleFilter.feedOf(caller.id()), page, caller.id());
  }

  /** Reports everything that is invalid in the query. */
  private static ArticleLists.Page readPage(Query query) {
    int limit = query.limit();
    int offset = query.number("offset", 0, 0, Integer.MAX_VALUE);
    query.check();
    return new ArticleLists.Page(limit, offset);
  }

  @PostMapping
  @ResponseStatus(HttpStatus.CREATED)
  Envelope create(@RequestAttribute User caller, @RequestBody NewArticle body) {
    return new Envelope(articles.write(caller, body.article()));
  }

  @Public
  @GetMapping(ARTICLE)
  Envelope show(Viewer viewer, @PathVariable String slug) {
    return new Envelope(articles.read(slug, viewer.id()));
  }

  @PutMapping(ARTICLE)
  Envelope change(
      @RequestAttribute User caller, @PathVariable String slug, @RequestBody Change body) {
    return new Envelope(articles.change(caller, slug, body.article()));
  }

  @DeleteMapping(ARTICLE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@RequestAttribute User caller, @PathVariable String slug) {
    articles.delete(caller, slug);
  }

  @PostMapping("/{slug}/favorite")
  Envelope like(@RequestAttribute User caller, @PathVariable String slug) {
    return new Envelope(articles.like(caller, slug));
  }

  @DeleteMapping("/{slug}/favorite")
  Envelope unlike(@RequestAttribute User caller, @PathVariable String slug) {
    return new Envelope(articles.unlike(caller, slug));
  }
}
