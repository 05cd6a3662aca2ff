"""Maps every error to a response."""

import json
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Response
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.failures import Failure, Invalid
from app.limits import NoRoute
from app.problems import BUG, MEDIA_TYPE, NO_DATABASE, NOT_FOUND, STATUSES, headers_of, problem_of
from app.routing import allowed_methods

logger = logging.getLogger("app.errors")

Handler = Callable[[Any], Response]


def answer_with(status: HTTPStatus) -> Handler:
    def answer(failure: Failure) -> Response:
        errors = failure.errors if isinstance(failure, Invalid) else None
        return problem(status, failure.detail, headers=headers_of(failure), errors=errors)

    return answer


def answer_wrong_method(error: MethodNotAllowed) -> Response:
    methods = allowed_methods(error)
    detail = f"This path allows {methods}."
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, detail, headers={"Allow": methods})


def answer_http_exception(error: HTTPException) -> Response:
    """Errors of the framework itself, such as unknown paths."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    return problem(status, NOT_FOUND if status == HTTPStatus.NOT_FOUND else str(error.description))


def answer_no_route(_: NoRoute) -> Response:
    return problem(HTTPStatus.NOT_FOUND, NOT_FOUND)


def answer_database_error(error: Exception) -> Response:
    logger.error("The database does not answer", exc_info=error)
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, NO_DATABASE)


def answer_bug(error: Exception) -> Response:
    logger.error("Unhandled exception", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, BUG)


error_handlers: dict[type[Exception], Handler] = {
    **{failure: answer_with(status) for failure, status in STATUSES.items()},
    MethodNotAllowed: answer_wrong_method,
    HTTPException: answer_http_exception,
    NoRoute: answer_no_route,
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
    return Response(json.dumps(problem_of(status, detail, errors)), status, headers, mimetype=MEDIA_TYPE)
