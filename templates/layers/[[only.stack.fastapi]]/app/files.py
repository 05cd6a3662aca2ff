from collections.abc import Mapping
from pathlib import Path

from fastapi import Request, Response
from fastapi.responses import FileResponse
from starlette.staticfiles import NotModifiedResponse, StaticFiles
from starlette.types import Receive, Scope, Send


class WholeFile(FileResponse):
    """A file response that ignores `Range`: the files are small, and a page needs all of them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(name, value) for name, value in scope["headers"] if name != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)


def answer_file(
    request: Request, path: Path, *, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The file, or 304 if the caller already has it."""
    answer = WholeFile(path, media_type=media_type, headers=headers, stat_result=path.stat())
    del answer.headers["Accept-Ranges"]
    # Starlette compares the validators only in StaticFiles, which has no way to add headers.
    if StaticFiles().is_not_modified(answer.headers, request.headers):
        return NotModifiedResponse(answer.headers)
    return answer
