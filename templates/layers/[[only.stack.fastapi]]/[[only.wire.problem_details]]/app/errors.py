"""Every error response of the API, as a problem (RFC 9457)."""

import json
import logging
from collections.abc import Callable, Coroutine, Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app import failures
from app.routing import allowed_methods, escape

logger = logging.getLogger("app.errors")

# A response stays small, whatever the client sent.
MOST_ERRORS, LONGEST_POINTER = 100, 1000
NOT_FOUND = "Not found, or you have no access."


Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]


def answer_with(status: HTTPStatus) -> Handler:
    async def answer(_: Request, failure: failures.Failure) -> Response:
        return problem(status, failure.detail)

    return answer


async def answer_unauthenticated(_: Request, failure: failures.Unauthenticated) -> Response:
    return problem(HTTPStatus.UNAUTHORIZED, failure.detail, headers={"WWW-Authenticate": "Bearer"})


async def answer_invalid(_: Request, failure: failures.Invalid) -> Response:
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, failure.detail, errors=failure.errors)


async def answer_too_many_attempts(_: Request, failure: failures.TooManyAttempts) -> Response:
    headers = {"Retry-After": str(failure.retry_after)}
    return problem(HTTPStatus.TOO_MANY_REQUESTS, failure.detail, headers=headers)


async def answer_validation_error(request: Request, error: RequestValidationError) -> Response:
    problems = error.errors()
    if any(each["loc"][0] == "path" for each in problems):
        # An invalid id is treated like an unknown one.
        return problem(HTTPStatus.NOT_FOUND, NOT_FOUND)
    errors = {pointer(each["loc"]): str(each["msg"]) for each in problems}
    return await answer_invalid(request, failures.Invalid(errors))


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


async def answer_cut_off(_request: Request, _error: ClientDisconnect) -> Response:
    return problem(HTTPStatus.BAD_REQUEST, "The body ended too early.")


async def answer_bug(_: Request, error: Exception) -> Response:
    logger.error("Unhandled exception", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "An unexpected error occurred.")


error_handlers: dict[Any, Handler] = {
    failures.Malformed: answer_with(HTTPStatus.BAD_REQUEST),
    failures.StartAgain: answer_with(HTTPStatus.BAD_REQUEST),
    failures.ProviderFailed: answer_with(HTTPStatus.BAD_GATEWAY),
    failures.Unauthenticated: answer_unauthenticated,
    failures.NotFound: answer_with(HTTPStatus.NOT_FOUND),
    failures.Conflict: answer_with(HTTPStatus.CONFLICT),
    failures.TooLarge: answer_with(HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    failures.UnsupportedType: answer_with(HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    failures.Invalid: answer_invalid,
    failures.TooManyAttempts: answer_too_many_attempts,
    failures.Unavailable: answer_with(HTTPStatus.SERVICE_UNAVAILABLE),
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
