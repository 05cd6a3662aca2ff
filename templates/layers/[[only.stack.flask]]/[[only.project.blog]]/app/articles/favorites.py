from flask import Blueprint, Response

from app.accounts.current_user import get_current_user, require_user
from app.articles.queries import add_favorite, find_article_id, remove_favorite
from app.articles.reading import read_article
from app.requests import answer
from app.session import get_session

blueprint = Blueprint("favorites", __name__, url_prefix="/api/articles/<slug:slug>/favorite")
blueprint.before_request(require_user)


@blueprint.post("")
def favorite(slug: str) -> Response:
    session, me = get_session(), get_current_user()
    article_id = find_article_id(session, slug)
    add_favorite(session, article_id, me.id)
    return answer(read_article(session, article_id, me.id))


@blueprint.delete("")
def unfavorite(slug: str) -> Response:
    session, me = get_session(), get_current_user()
    article_id = find_article_id(session, slug)
    remove_favorite(session, article_id, me.id)
    return answer(read_article(session, article_id, me.id))
