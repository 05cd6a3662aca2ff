"""What a browser sees at `/`: the files of `web/`, which load nothing from elsewhere. No code is inline."""

from pathlib import Path

from fastapi import HTTPException, Request
from fastapi.responses import FileResponse

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
async def index(request: Request) -> FileResponse:
    """A page for browsers, links for programs."""
    wants_page = "text/html" in request.headers.get("Accept", "").lower()
    answer = answer_file("index.html" if wants_page else "index.json")
    answer.headers["Vary"] = "Accept"
    return answer


@router.get("/web/{name}")
async def asset(name: str) -> FileResponse:
    return answer_file(name)


def answer_file(name: str) -> FileResponse:
    if name not in {path.name for path in FOLDER.iterdir()}:
        raise HTTPException(404)
    path = FOLDER / name
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return FileResponse(path, media_type=TYPES[path.suffix], headers=headers)
