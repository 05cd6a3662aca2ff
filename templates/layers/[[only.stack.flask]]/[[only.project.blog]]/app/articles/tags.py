from flask import Blueprint, Response

from app.articles.queries import list_used_tags
from app.requests import answer
from app.schemas import Answer
from app.session import get_session

public = Blueprint("tags", __name__, url_prefix="/api/tags")


class TagList(Answer):
    tags: list[str]


@public.get("")
def list_tags() -> Response:
    return answer(TagList(tags=list(list_used_tags(get_session()))))
