"""The web client: the files of `web/`, which load nothing from elsewhere and run no inline code."""

from pathlib import Path

from fastapi.responses import FileResponse

from app.errors import NOT_FOUND
from app.failures import NotFound
from app.routing import Router

FOLDER = Path(__file__).parent.parent / "web"
TYPES = {".css": "text/css", ".html": "text/html", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)

router = Router()


@router.get("/")
async def index() -> FileResponse:
    return answer_file("index.html")


@router.get("/web/{name}")
async def asset(name: str) -> FileResponse:
    return answer_file(name)


def answer_file(name: str) -> FileResponse:
    if name not in {path.name for path in FOLDER.iterdir()}:
        raise NotFound(NOT_FOUND)
    path = FOLDER / name
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}
    return FileResponse(path, media_type=TYPES[path.suffix], headers=headers)
