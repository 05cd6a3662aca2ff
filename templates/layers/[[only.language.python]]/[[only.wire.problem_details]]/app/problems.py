"""Errors as problems (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from app import failures
from app.bodies import escape

MEDIA_TYPE = "application/problem+json"
# A response stays small, whatever the client sent.
MOST_ERRORS, LONGEST_POINTER = 100, 1000
NOT_FOUND = "Not found, or you have no access."
NO_DATABASE = "The database is unavailable. Try again."
BUG = "An unexpected error occurred."

STATUSES: dict[type[failures.Failure], HTTPStatus] = {
    failures.Malformed: HTTPStatus.BAD_REQUEST,
    failures.StartAgain: HTTPStatus.BAD_REQUEST,
    failures.ProviderFailed: HTTPStatus.BAD_GATEWAY,
    failures.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    failures.NotFound: HTTPStatus.NOT_FOUND,
    failures.Conflict: HTTPStatus.CONFLICT,
    failures.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    failures.UnsupportedType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    failures.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    failures.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    failures.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}


def headers_of(failure: failures.Failure) -> dict[str, str]:
    match failure:
        case failures.Unauthenticated():
            return {"WWW-Authenticate": "Bearer"}
        case failures.TooManyAttempts():
            return {"Retry-After": str(failure.retry_after)}
    return {}


def problem_of(status: HTTPStatus, detail: str, errors: Mapping[str, str] | None = None) -> dict[str, Any]:
    problem: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
    if errors:
        named = list(errors.items())[:MOST_ERRORS]
        problem["errors"] = [{"pointer": place[:LONGEST_POINTER], "detail": what} for place, what in named]
    return problem


def pointer(location: tuple[str | int, ...]) -> str:
    """("labels", 0) as "/labels/0"."""
    return "".join(f"/{escape(str(part))}" for part in location)
