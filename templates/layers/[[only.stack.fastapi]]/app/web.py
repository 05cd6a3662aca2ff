"""The page at `/`: the files of `web/`, without external resources or inline code."""

from pathlib import Path

from fastapi import HTTPException, Request, Response

from app.files import answer_file
from app.routing import Router

FOLDER = Path(__file__).parent.parent / "web"
TYPES = {
    ".css": "text/css",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)

router = Router()


@router.get("/")
async def index(request: Request) -> Response:
    """A page for browsers, links for API clients."""
    wants_page = "text/html" in request.headers.get("Accept", "").lower()
    answer = answer_web_file(request, "index.html" if wants_page else "index.json")
    answer.headers["Vary"] = "Accept"
    return answer


@router.get("/web/{name}")
async def asset(request: Request, name: str) -> Response:
    return answer_web_file(request, name)


def answer_web_file(request: Request, name: str) -> Response:
    if name not in {path.name for path in FOLDER.iterdir()}:
        raise HTTPException(404)
    path = FOLDER / name
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return answer_file(request, path, media_type=TYPES[path.suffix], headers=headers)
