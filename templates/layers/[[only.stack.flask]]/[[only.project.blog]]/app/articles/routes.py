from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState
from werkzeug.routing import BaseConverter

from app.accounts.current_user import find_viewer_id, get_current_user, require_user
from app.articles import queries, writing
from app.articles.filters import PageQuery
from app.articles.listing import ArticleFilter, in_feed_of, matching
from app.articles.models import Article
from app.articles.reading import list_page, read_article
from app.articles.schemas import ArticleChanges, NewArticle
from app.envelopes import body_inside
from app.failures import Forbidden
from app.requests import answer, no_content, query_of
from app.session import get_session

public = Blueprint("public_articles", __name__, url_prefix="/api/articles")
blueprint = Blueprint("articles", __name__, url_prefix="/api/articles")
blueprint.before_request(require_user)


class SlugConverter(BaseConverter):
    """Without the path of the feed, which only allows GET."""

    regex, part_isolating = r"(?!feed\Z)[^/]+", True


@blueprint.record_once
def add_converter(state: BlueprintSetupState) -> None:
    state.app.url_map.converters["slug"] = SlugConverter


def find_my_article(slug: str) -> Article:
    session = get_session()
    article = queries.find_article(session, queries.find_article_id(session, slug))
    if article.author_id != get_current_user().id:
        raise Forbidden("forbidden", about="article")
    return article


@public.get("")
def list_articles() -> Response:
    page, wanted = query_of(PageQuery).page(), query_of(ArticleFilter)
    return answer(list_page(get_session(), page, find_viewer_id(), matching(wanted)))


@blueprint.get("/feed")
def list_feed() -> Response:
    page, me = query_of(PageQuery).page(), get_current_user()
    return answer(list_page(get_session(), page, me.id, in_feed_of(me.id)))


@blueprint.post("")
def write_article() -> Response:
    article, session, me = body_inside("article", NewArticle), get_session(), get_current_user()
    return answer(read_article(session, writing.write_article(session, me.id, article), me.id), 201)


@public.get("/<slug:slug>")
def show_article(slug: str) -> Response:
    session, viewer_id = get_session(), find_viewer_id()
    return answer(read_article(session, queries.find_article_id(session, slug), viewer_id))


@blueprint.put("/<slug:slug>")
def change_article(slug: str) -> Response:
    mine, session = find_my_article(slug), get_session()
    writing.change_article(session, mine, body_inside("article", ArticleChanges))
    return answer(read_article(session, mine.id, get_current_user().id))


@blueprint.delete("/<slug:slug>")
def delete_article(slug: str) -> Response:
    queries.delete_article(get_session(), find_my_article(slug))
    return no_content()
