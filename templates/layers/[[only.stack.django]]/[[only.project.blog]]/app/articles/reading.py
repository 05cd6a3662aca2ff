"""Articles as a user sees them: with author, tags and favourites, always in two statements."""

from typing import Any

from django.db.models import Exists, Func, IntegerField, OuterRef, QuerySet, Subquery

from app.accounts.models import User
from app.articles.models import Article
from app.articles.queries import no_such_article
from app.articles.schemas import ArticleAnswer, ArticleEnvelope
from app.profiles.queries import follows, profile_of

Favorite = Article.favorited_by.through
ITEM_FIELDS = ["slug", "title", "description", "created_at", "updated_at", "favorited", "favorites_count"]


def articles_for(viewer: User | None) -> QuerySet[Article]:
    favorites = Favorite.objects.filter(article=OuterRef("pk"))
    count = favorites.values(count=Func("pk", function="COUNT"))
    of_viewer = favorites.filter(user=viewer) if viewer else favorites.none()
    return (
        Article.objects.select_related("author")
        .prefetch_related("tags")
        .annotate(
            following=follows(viewer, "author"),
            favorited=Exists(of_viewer),
            favorites_count=Subquery(count, output_field=IntegerField()),
        )
    )


def read_article(article: Article, viewer: User | None) -> ArticleEnvelope:
    """Read its current state; it may have been deleted in the meantime."""
    found = articles_for(viewer).filter(pk=article.pk).first()
    if found is None:
        raise no_such_article()
    return ArticleEnvelope(article=ArticleAnswer.model_validate(fields_of(found) | {"body": found.body}))


def fields_of(article: Any) -> dict[str, Any]:
    """`article` comes from `articles_for`."""
    fields = {name: getattr(article, name) for name in ITEM_FIELDS}
    tags = [tag.name for tag in article.tags.all()]
    return {**fields, "tag_list": tags, "author": profile_of(article.author, following=article.following)}
