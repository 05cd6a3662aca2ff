"""Filters and pages of article lists. Newest first, so a page is a range of an index."""

from django.db.models import Q

from app.accounts.models import User
from app.articles.filters import ArticleFilter, Page
from app.articles.models import Article
from app.articles.reading import articles_for, fields_of
from app.articles.schemas import ArticleList


def matching(wanted: ArticleFilter) -> Q:
    condition = Q()
    if wanted.tag is not None:
        condition &= Q(tags__name=wanted.tag)
    if wanted.author is not None:
        condition &= Q(author__username=wanted.author)
    if wanted.favorited is not None:
        condition &= Q(favorited_by__username=wanted.favorited)
    return condition


def in_feed_of(user: User) -> Q:
    return Q(author__followers=user)


def list_page(page: Page, viewer: User | None, condition: Q) -> ArticleList:
    matches = Article.objects.filter(condition)
    # Select the page first, so that nothing is counted for articles that are not on it.
    newest = matches.order_by("-id").values_list("id", flat=True)
    on_page = list(newest[page.offset : page.offset + page.limit])
    articles = articles_for(viewer).defer("body").filter(id__in=on_page).order_by("-id")
    return ArticleList.model_validate(
        {"articles": [fields_of(article) for article in articles], "articles_count": matches.count()}
    )
