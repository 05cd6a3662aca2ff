"""Routes of the page at `/`."""

from flask import Blueprint, Response, abort, request

from app.files import answer_file
from app.services import get_settings
from app.web_files import HEADERS, find_file

blueprint = Blueprint("web", __name__)


@blueprint.get("/")
def index() -> Response:
    """A page for browsers, links for API clients."""
    links = "index.demo.json" if get_settings().demo else "index.json"
    wants_page = "text/html" in request.headers.get("Accept", "").lower()
    response = answer_web_file("index.html" if wants_page else links)
    response.headers["Vary"] = "Accept"
    return response


@blueprint.get("/web/<name>")
def asset(name: str) -> Response:
    return answer_web_file(name)


def answer_web_file(name: str) -> Response:
    found = find_file(name)
    if found is None:
        abort(404)
    path, media_type = found
    return answer_file(path, media_type=media_type, headers=HEADERS)
