"""Conditional requests (RFC 9110, section 13) over the version of a row."""

import re

from app.preconditions import Stale, Unconditional

CHANGED = "The task was modified since you fetched it. Fetch it again."


def etag(version: int) -> str:
    return f'"{version}"'


def require_match(if_match: str | None, version: int) -> None:
    if if_match is None:
        raise Unconditional("Send the ETag of the version you change as If-Match.")
    check_match(if_match, version)


def check_match(if_match: str, version: int) -> None:
    if not _names(if_match, version):
        raise Stale(CHANGED)


def is_known(if_none_match: str | None, version: int) -> bool:
    """Whether the caller already has this version."""
    return if_none_match is not None and _names(if_none_match, version)


def _names(header: str, version: int) -> bool:
    """A compressing proxy turns "1" into a weak ETag or "1-gzip", and forwards that form from the client."""
    tags = re.findall(r'"([^"]*?)(?:-(?:gzip|br|zstd|deflate))?"', header)
    return header.strip() == "*" or str(version) in tags
