from collections.abc import Mapping
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import http_date, parse_etags
from django.views.static import was_modified_since


def answer_file(
    request: HttpRequest, path: Path, *, media_type: str, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The file, or 304 if the caller already has it. Files are small, and sent in whole."""
    status = path.stat()
    validators = {
        "ETag": f'"{status.st_mtime_ns:x}-{status.st_size:x}"',
        "Last-Modified": http_date(status.st_mtime),
    }
    known = request.headers.get("If-None-Match")
    if known is None:
        is_new = was_modified_since(request.headers.get("If-Modified-Since"), status.st_mtime)
    else:
        is_new = validators["ETag"] not in (etag.removeprefix("W/") for etag in parse_etags(known))
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    all_headers = {**(headers or {}), **validators}
    if not is_new:
        return HttpResponseNotModified(headers=all_headers)
    return HttpResponse(path.read_bytes(), content_type=media_type, headers=all_headers)
