from collections.abc import Mapping
from pathlib import Path

from flask import Response, request


def answer_file(path: Path, *, media_type: str, headers: Mapping[str, str] | None = None) -> Response:
    """The whole file, or 304 if the caller already has it."""
    response = Response(path.read_bytes(), headers=headers, mimetype=media_type)
    response.add_etag()
    response.last_modified = path.stat().st_mtime  # type: ignore[assignment]
    # Werkzeug would answer If-Match with 412, but nothing is changed here.
    if "If-Match" not in request.headers:
        response.make_conditional(request)
    return response
