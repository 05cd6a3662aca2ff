from django.db import transaction
from django.http import HttpRequest, HttpResponse

from app.accounts.current_user import get_viewer
from app.articles import writing
from app.articles.filters import ArticleFilter, Page
from app.articles.listing import in_feed_of, list_page, matching
from app.articles.models import Article
from app.articles.queries import add_favorite, find_article, find_own_article, list_used_tags
from app.articles.reading import read_article
from app.articles.schemas import ArticleChanges, NewArticle
from app.articles.tags import TagList
from app.database import delete_locked
from app.envelopes import enveloped
from app.views import ApiView, answer, query_of


class Articles(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted, page = query_of(request, ArticleFilter), query_of(request, Page)
        return answer(list_page(page, get_viewer(request), matching(wanted)))

    def post(self, request: HttpRequest) -> HttpResponse:
        new = enveloped(request, "article", NewArticle)
        return answer(read_article(writing.write_article(self.user, new), self.user), status=201)


class Feed(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(list_page(query_of(request, Page), self.user, in_feed_of(self.user)))


class OneArticle(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        return answer(read_article(find_article(slug), get_viewer(request)))

    # The answer is read in the transaction that writes, so that it shows no later update.
    @transaction.atomic
    def put(self, request: HttpRequest, slug: str) -> HttpResponse:
        article = find_own_article(slug, self.user)
        writing.change_article(article, enveloped(request, "article", ArticleChanges))
        return answer(read_article(article, self.user))

    def delete(self, request: HttpRequest, slug: str) -> HttpResponse:
        article = find_own_article(slug, self.user)
        delete_locked(Article.objects.filter(pk=article.pk))
        return HttpResponse(status=204)


class Favorites(ApiView):
    def post(self, request: HttpRequest, slug: str) -> HttpResponse:
        article = find_article(slug)
        add_favorite(article, self.user)
        return answer(read_article(article, self.user))

    def delete(self, request: HttpRequest, slug: str) -> HttpResponse:
        article = find_article(slug)
        article.favorited_by.remove(self.user)
        return answer(read_article(article, self.user))


class Tags(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(TagList(tags=list_used_tags()))
