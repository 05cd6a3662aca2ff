from django.db import IntegrityError
from django.db.models import Exists, OuterRef

from app.accounts.models import User
from app.articles.models import Article, Tag
from app.bodies import is_sound
from app.failures import Forbidden, NotFound


def find_article(slug: str) -> Article:
    article = Article.objects.defer("body").filter(slug=slug).first() if is_sound(slug) else None
    if article is None:
        raise no_such_article()
    return article


def find_own_article(slug: str, user: User) -> Article:
    article = find_article(slug)
    if article.author_id != user.id:
        raise Forbidden("forbidden", about="article")
    return article


def add_favorite(article: Article, user: User) -> None:
    try:
        article.favorited_by.add(user)
    except IntegrityError:
        # It was deleted in the meantime.
        raise no_such_article() from None


def list_used_tags() -> list[str]:
    is_used = Exists(Article.tags.through.objects.filter(tag=OuterRef("pk")))
    return list(Tag.objects.filter(is_used).values_list("name", flat=True))


def no_such_article() -> NotFound:
    return NotFound("not found", about="article")
