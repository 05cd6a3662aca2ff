"""Conditional requests (RFC 9110, section 13) over the version of a row."""

import re
from typing import Annotated

from fastapi import Header

from app.failures import Stale, Unconditional

CHANGED = "It has changed since you read it. Read it again."

IfMatch = Annotated[str | None, Header()]
IfNoneMatch = Annotated[str | None, Header()]


def etag(version: int) -> str:
    return f'"{version}"'


def require_match(if_match: str | None, version: int) -> None:
    if if_match is None:
        raise Unconditional("Say which version you change: send its ETag as If-Match.")
    check_match(if_match, version)


def check_match(if_match: str | None, version: int) -> None:
    """Compare strongly: a weak tag never matches."""
    if if_match is None or if_match.strip() == "*":
        return
    if etag(version) not in _tags(if_match):
        raise Stale(CHANGED)


def is_known(if_none_match: str | None, version: int) -> bool:
    """Tell whether the caller has this version already. Here a weak tag is as good as a strong one."""
    if if_none_match is None:
        return False
    known = [tag.removeprefix("W/") for tag in _tags(if_none_match)]
    return if_none_match.strip() == "*" or etag(version) in known


def _tags(header: str) -> list[str]:
    return [tag.group() for tag in re.finditer(r'(?:W/)?"[^"]*"', header)]
