"""Every error response of the API, as a problem (RFC 9457)."""

import json
import logging
import sys
from collections.abc import Mapping
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from app.failures import Failure, Invalid
from app.problems import BUG, MEDIA_TYPE, NO_DATABASE, NOT_FOUND, STATUSES, headers_of, problem_of
from app.routes import statuses

logger = logging.getLogger("app.errors")


def answer_error(error: Exception) -> HttpResponse:
    if isinstance(error, Failure):
        errors = error.errors if isinstance(error, Invalid) else None
        status = (STATUSES | statuses)[type(error)]
        return problem(status, error.detail, headers=headers_of(error), errors=errors)
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("The database does not answer", exc_info=error)
        return problem(HTTPStatus.SERVICE_UNAVAILABLE, NO_DATABASE)
    logger.error("Unhandled exception", exc_info=error)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, BUG)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, "The request is not well-formed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, NOT_FOUND)


def bug(request: HttpRequest) -> HttpResponse:
    """Whatever fails outside of views."""
    error = sys.exc_info()[1]
    return answer_error(error if isinstance(error, Exception) else RuntimeError())


def not_allowed(methods: str) -> HttpResponse:
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, f"This path allows {methods}.", headers={"Allow": methods})


def problem(
    status: HTTPStatus,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    body = json.dumps(problem_of(status, detail, errors))
    return HttpResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)
