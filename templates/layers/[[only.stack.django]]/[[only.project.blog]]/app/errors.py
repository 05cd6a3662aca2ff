"""Every error response of the API: `{"errors": {"<field or resource>": ["message"]}}`."""

import logging
import sys
from collections.abc import Mapping
from http import HTTPStatus

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse

from app.error_messages import ANSWERS, Messages, headers_of, messages_of
from app.failures import Failure

logger = logging.getLogger("app.errors")


def answer_error(error: Exception) -> HttpResponse:
    if isinstance(error, Failure):
        return errors(ANSWERS[type(error)][0], messages_of(error), headers_of(error))
    if isinstance(error, OperationalError | InterfaceError):
        logger.error("The database does not answer", exc_info=error)
        return errors(HTTPStatus.SERVICE_UNAVAILABLE, {"database": ["does not answer"]})
    logger.error("Unhandled exception", exc_info=error)
    return errors(HTTPStatus.INTERNAL_SERVER_ERROR, {"server": ["made a mistake"]})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return errors(HTTPStatus.BAD_REQUEST, {"request": ["is not well-formed"]})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return errors(HTTPStatus.NOT_FOUND, {"route": ["not found"]})


def bug(request: HttpRequest) -> HttpResponse:
    """Whatever fails outside of views."""
    error = sys.exc_info()[1]
    return answer_error(error if isinstance(error, Exception) else RuntimeError())


def not_allowed(methods: str) -> HttpResponse:
    return errors(HTTPStatus.METHOD_NOT_ALLOWED, {"method": [f"must be {methods}"]}, {"Allow": methods})


def errors(status: HTTPStatus, messages: Messages, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"errors": messages}, status=status, headers=headers)
