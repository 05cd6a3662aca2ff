"""Maps every error to a response: `{"errors": {"<field or resource>": ["message"]}}`."""

import json
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Response
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.error_messages import ANSWERS, Messages, headers_of, messages_of
from app.failures import Failure
from app.limits import NoRoute
from app.routing import allowed_methods

logger = logging.getLogger("app.errors")


def answer_failure(failure: Failure) -> Response:
    status, _about = ANSWERS[type(failure)]
    return errors(status, messages_of(failure), headers_of(failure))


def answer_wrong_method(error: MethodNotAllowed) -> Response:
    methods = allowed_methods(error)
    return errors(HTTPStatus.METHOD_NOT_ALLOWED, {"method": [f"must be {methods}"]}, {"Allow": methods})


def answer_http_exception(error: HTTPException) -> Response:
    """Errors of the framework itself, such as unknown paths."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    what = "not found" if status == HTTPStatus.NOT_FOUND else str(error.description)
    return errors(status, {"route": [what]})


def answer_no_route(_: NoRoute) -> Response:
    return errors(HTTPStatus.NOT_FOUND, {"route": ["not found"]})


def answer_database_error(error: Exception) -> Response:
    logger.error("The database does not answer", exc_info=error)
    return errors(HTTPStatus.SERVICE_UNAVAILABLE, {"database": ["does not answer"]})


def answer_bug(error: Exception) -> Response:
    logger.error("Unhandled exception", exc_info=error)
    return errors(HTTPStatus.INTERNAL_SERVER_ERROR, {"server": ["made a mistake"]})


error_handlers: dict[type[Exception], Callable[[Any], Response]] = {
    Failure: answer_failure,
    MethodNotAllowed: answer_wrong_method,
    HTTPException: answer_http_exception,
    NoRoute: answer_no_route,
    OperationalError: answer_database_error,
    InterfaceError: answer_database_error,
    PoolTimeout: answer_database_error,
    Exception: answer_bug,
}


def errors(status: HTTPStatus, messages: Messages, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps({"errors": messages}), status, headers, mimetype="application/json")
