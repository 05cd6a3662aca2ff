"""Every error response of the API, as a problem (RFC 9457)."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app import failures, preconditions
from app.routing import allowed_methods, escape

logger = logging.getLogger("app.errors")

STATUSES: dict[type[failures.Failure], HTTPStatus] = {
    failures.Malformed: HTTPStatus.BAD_REQUEST,
    failures.Unauthenticated: HTTPStatus.UNAUTHORIZED,
    failures.Forbidden: HTTPStatus.FORBIDDEN,
    failures.NotFound: HTTPStatus.NOT_FOUND,
    failures.Conflict: HTTPStatus.CONFLICT,
    preconditions.Stale: HTTPStatus.PRECONDITION_FAILED,
    failures.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    failures.UnsupportedType: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    failures.Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    preconditions.Unconditional: HTTPStatus.PRECONDITION_REQUIRED,
    failures.TooManyAttempts: HTTPStatus.TOO_MANY_REQUESTS,
    failures.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
# A response stays small, whatever the client sent.
MOST_ERRORS, LONGEST_POINTER = 100, 1000
NOT_FOUND = "Not found, or you have no access."


async def answer_failure(_: Request, failure: failures.Failure) -> Response:
    headers: dict[str, str] = {}
    errors: Mapping[str, str] = {}
    match failure:
        case failures.Unauthenticated():
            headers["WWW-Authenticate"] = "Bearer"
        case failures.TooManyAttempts():
            headers["Retry-After"] = str(failure.retry_after)
        case failures.Invalid():
            errors = failure.errors
    return problem(STATUSES[type(failure)], failure.detail, headers=headers, errors=errors)


async def answer_validation_error(request: Request, error: RequestValidationError) -> Response:
    problems = error.errors()
    if any(each["loc"][0] == "path" for each in problems):
        # An invalid id is treated like an unknown one.
        return await answer_failure(request, failures.NotFound(NOT_FOUND))
    errors = {pointer(each["loc"]): str(each["msg"]) for each in problems}
    return await answer_failure(request, failures.Invalid(errors))


async def answer_http_exception(request: Request, error: HTTPException) -> Response:
    """Errors of the framework itself: unknown paths and wrong methods."""
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = allowed_methods(request)
        detail = f"This path allows {methods}."
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"Allow": methods})
    detail = NOT_FOUND if error.status_code == HTTPStatus.NOT_FOUND else str(error.detail)
    return problem(HTTPStatus(error.status_code), detail, headers=error.headers)


async def answer_database_error(_: Request, error: Exception) -> Response:
    logger.error("The database does not answer", exc_info=error)
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database is unavailable. Try again.")


async def answer_cut_off(request: Request, _: ClientDisconnect) -> Response:
    return await answer_failure(request, failures.Malformed("The body ended too early."))


async def answer_bug(_: Request, error: Exception) -> Response:
    logger.error("Unhandled exception", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "An unexpected error occurred.")


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


def problem(
    status: HTTPStatus,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    }
    if errors:
        named = list(errors.items())[:MOST_ERRORS]
        body["errors"] = [{"pointer": place[:LONGEST_POINTER], "detail": what} for place, what in named]
    return Response(json.dumps(body), status, headers, media_type="application/problem+json")


def pointer(location: tuple[str | int, ...]) -> str:
    """("body", "labels", 0) as "/labels/0"; a parameter or header becomes "/limit"."""
    return "".join(f"/{escape(str(part))}" for part in location[1:])
