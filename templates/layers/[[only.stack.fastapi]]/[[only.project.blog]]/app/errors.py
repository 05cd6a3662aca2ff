"""Every error response of the API: `{"errors": {"<field or resource>": ["message"]}}`."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app import failures
from app.routing import allowed_methods
from app.schemas import BLANK

logger = logging.getLogger("app.errors")

# The status of each failure, and what it is about by default.
ANSWERS: dict[type[failures.Failure], tuple[HTTPStatus, str]] = {
    failures.Malformed: (HTTPStatus.BAD_REQUEST, "body"),
    failures.StartAgain: (HTTPStatus.BAD_REQUEST, "state"),
    failures.ProviderFailed: (HTTPStatus.BAD_GATEWAY, "provider"),
    failures.Unauthenticated: (HTTPStatus.UNAUTHORIZED, "token"),
    failures.Forbidden: (HTTPStatus.FORBIDDEN, "resource"),
    failures.NotFound: (HTTPStatus.NOT_FOUND, "resource"),
    failures.Conflict: (HTTPStatus.CONFLICT, "resource"),
    failures.TooLarge: (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "body"),
    failures.UnsupportedType: (HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "body"),
    failures.Invalid: (HTTPStatus.UNPROCESSABLE_ENTITY, "body"),
    failures.TooManyAttempts: (HTTPStatus.TOO_MANY_REQUESTS, "credentials"),
    failures.Unavailable: (HTTPStatus.SERVICE_UNAVAILABLE, "database"),
}

# A response stays small, whatever the client sent.
LONGEST_NAME = 100

Messages = Mapping[str, list[str]]


async def answer_failure(_: Request, failure: failures.Failure) -> JSONResponse:
    status, subject = ANSWERS[type(failure)]
    headers: dict[str, str] = {}
    messages: Messages = {failure.about or subject: [failure.detail]}
    match failure:
        case failures.Unauthenticated():
            headers["WWW-Authenticate"] = "Token"
        case failures.TooManyAttempts():
            headers["Retry-After"] = str(failure.retry_after)
        case failures.Invalid():
            messages = by_field((place.split("/")[1:], what) for place, what in failure.errors.items())
    return errors(status, messages, headers)


async def answer_validation_error(_: Request, error: RequestValidationError) -> JSONResponse:
    problems = (
        (each["loc"][1:], BLANK if each["type"] == "missing" else str(each["msg"])) for each in error.errors()
    )
    return errors(HTTPStatus.UNPROCESSABLE_ENTITY, by_field(problems))


async def answer_http_exception(request: Request, error: HTTPException) -> JSONResponse:
    """Errors of the framework itself: unknown paths and wrong methods."""
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = allowed_methods(request)
        return errors(HTTPStatus.METHOD_NOT_ALLOWED, {"method": [f"must be {methods}"]}, {"Allow": methods})
    what = "not found" if error.status_code == HTTPStatus.NOT_FOUND else str(error.detail)
    return errors(HTTPStatus(error.status_code), {"route": [what]}, error.headers)


async def answer_database_error(_: Request, error: Exception) -> JSONResponse:
    logger.error("The database does not answer", exc_info=error)
    return errors(HTTPStatus.SERVICE_UNAVAILABLE, {"database": ["does not answer"]})


async def answer_cut_off(request: Request, _: ClientDisconnect) -> JSONResponse:
    return await answer_failure(request, failures.Malformed("The body ended too early."))


async def answer_bug(_: Request, error: Exception) -> JSONResponse:
    logger.error("Unhandled exception", exc_info=error)
    return errors(HTTPStatus.INTERNAL_SERVER_ERROR, {"server": ["made a mistake"]})


error_handlers: dict[Any, Any] = {
    failures.Failure: answer_failure,
    RequestValidationError: answer_validation_error,
    HTTPException: answer_http_exception,
    ClientDisconnect: answer_cut_off,
    OperationalError: answer_database_error,
    InterfaceError: answer_database_error,
    PoolTimeout: answer_database_error,
    Exception: answer_bug,
}


def by_field(problems: Iterable[tuple[Sequence[str | int], str]]) -> Messages:
    """Gather the messages of each field: ("article", "tagList", 0) is about tagList, ("user",) of user."""
    messages: dict[str, list[str]] = {}
    for place, what in problems:
        name = str(place[min(1, len(place) - 1)] if place else "")[:LONGEST_NAME]
        of_field = messages.setdefault(name or "body", [])
        if what not in of_field:
            of_field.append(what)
    return messages


def errors(status: HTTPStatus, messages: Messages, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"errors": messages}, status, headers)
