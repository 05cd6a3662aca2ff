"""Headers of conditional requests."""

from typing import Annotated, Any

from fastapi import Depends, Request


def whole_header(name: str) -> Any:
    """A header that may be repeated, which is equivalent to one comma-separated value."""

    def read(request: Request) -> str | None:
        lines = request.headers.getlist(name)
        return ", ".join(lines) if lines else None

    return Depends(read)


IfMatch = Annotated[str | None, whole_header("If-Match")]
IfNoneMatch = Annotated[str | None, whole_header("If-None-Match")]
