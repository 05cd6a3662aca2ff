"""Routes of the page at `/`."""

from fastapi import HTTPException, Request, Response

from app.dependencies import SettingsDep
from app.files import answer_file
from app.routing import Router
from app.web_files import HEADERS, find_file

router = Router()


@router.get("/")
async def index(request: Request, settings: SettingsDep) -> Response:
    """A page for browsers, links for API clients."""
    links = "index.demo.json" if settings.demo else "index.json"
    wants_page = "text/html" in request.headers.get("Accept", "").lower()
    answer = answer_web_file(request, "index.html" if wants_page else links)
    answer.headers["Vary"] = "Accept"
    return answer


@router.get("/web/{name}")
async def asset(request: Request, name: str) -> Response:
    return answer_web_file(request, name)


def answer_web_file(request: Request, name: str) -> Response:
    found = find_file(name)
    if found is None:
        raise HTTPException(404)
    path, media_type = found
    return answer_file(request, path, media_type=media_type, headers=HEADERS)
