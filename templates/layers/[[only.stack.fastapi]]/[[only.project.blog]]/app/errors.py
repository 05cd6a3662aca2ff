"""Maps every error to a response: `{"errors": {"<field or resource>": ["message"]}}`."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from app.error_messages import ANSWERS, Messages, by_field, headers_of, messages_of
from app.failures import Failure, Malformed
from app.limits import NoRoute
from app.routing import allowed_methods
from app.schemas import BLANK

logger = logging.getLogger("app.errors")


async def answer_failure(_: Request, failure: Failure) -> JSONResponse:
    status, _about = ANSWERS[type(failure)]
    return errors(status, messages_of(failure), headers_of(failure))


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


async def answer_no_route(request: Request, _: NoRoute) -> JSONResponse:
    return await answer_http_exception(request, HTTPException(404))


async def answer_database_error(_: Request, error: Exception) -> JSONResponse:
    logger.error("The database does not answer", exc_info=error)
    return errors(HTTPStatus.SERVICE_UNAVAILABLE, {"database": ["does not answer"]})


async def answer_cut_off(request: Request, _: ClientDisconnect) -> JSONResponse:
    return await answer_failure(request, Malformed("The body ended too early."))


async def answer_bug(_: Request, error: Exception) -> JSONResponse:
    logger.error("Unhandled exception", exc_info=error)
    return errors(HTTPStatus.INTERNAL_SERVER_ERROR, {"server": ["made a mistake"]})


error_handlers: dict[Any, Any] = {
    Failure: answer_failure,
    RequestValidationError: answer_validation_error,
    HTTPException: answer_http_exception,
    NoRoute: answer_no_route,
    ClientDisconnect: answer_cut_off,
    OperationalError: answer_database_error,
    InterfaceError: answer_database_error,
    PoolTimeout: answer_database_error,
    Exception: answer_bug,
}


def errors(status: HTTPStatus, messages: Messages, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"errors": messages}, status, headers)
