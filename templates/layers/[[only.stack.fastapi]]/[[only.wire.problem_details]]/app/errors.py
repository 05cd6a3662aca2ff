"""Maps every error to a response."""

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

from app.failures import Failure, Invalid
from app.limits import NoRoute
from app.problems import BUG, MEDIA_TYPE, NO_DATABASE, NOT_FOUND, STATUSES, headers_of, pointer, problem_of
from app.routing import allowed_methods

logger = logging.getLogger("app.errors")

Handler = Callable[[Request, Any], Coroutine[Any, Any, Response]]


def answer_with(status: HTTPStatus) -> Handler:
    async def answer(_: Request, failure: Failure) -> Response:
        errors = failure.errors if isinstance(failure, Invalid) else None
        return problem(status, failure.detail, headers=headers_of(failure), errors=errors)

    return answer


async def answer_validation_error(request: Request, error: RequestValidationError) -> Response:
    problems = error.errors()
    if any(each["loc"][0] == "path" for each in problems):
        # An invalid id is treated like an unknown one.
        return problem(HTTPStatus.NOT_FOUND, NOT_FOUND)
    # The first part says where the value is: in the body, the query or a header.
    invalid = Invalid({pointer(each["loc"][1:]): str(each["msg"]) for each in problems})
    return await error_handlers[Invalid](request, invalid)


async def answer_http_exception(request: Request, error: HTTPException) -> Response:
    """Errors of the framework itself: unknown paths and wrong methods."""
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        methods = allowed_methods(request)
        detail = f"This path allows {methods}."
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"Allow": methods})
    detail = NOT_FOUND if error.status_code == HTTPStatus.NOT_FOUND else str(error.detail)
    return problem(HTTPStatus(error.status_code), detail, headers=error.headers)


async def answer_no_route(request: Request, _: NoRoute) -> Response:
    return await answer_http_exception(request, HTTPException(404))


async def answer_database_error(_: Request, error: Exception) -> Response:
    logger.error("The database does not answer", exc_info=error)
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, NO_DATABASE)


async def answer_cut_off(_request: Request, _error: ClientDisconnect) -> Response:
    return problem(HTTPStatus.BAD_REQUEST, "The body ended too early.")


async def answer_bug(_: Request, error: Exception) -> Response:
    logger.error("Unhandled exception", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, BUG)


error_handlers: dict[Any, Handler] = {
    **{failure: answer_with(status) for failure, status in STATUSES.items()},
    RequestValidationError: answer_validation_error,
    HTTPException: answer_http_exception,
    NoRoute: answer_no_route,
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
    body = json.dumps(problem_of(status, detail, errors))
    return Response(body, status, headers, media_type=MEDIA_TYPE)
