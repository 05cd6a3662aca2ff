"""Errors as this API groups them: messages by field or resource."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus

from app import failures

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


def headers_of(failure: failures.Failure) -> dict[str, str]:
    match failure:
        case failures.Unauthenticated():
            return {"WWW-Authenticate": "Token"}
        case failures.TooManyAttempts():
            return {"Retry-After": str(failure.retry_after)}
    return {}


def messages_of(failure: failures.Failure) -> Messages:
    if isinstance(failure, failures.Invalid):
        return by_field((place.split("/")[1:], what) for place, what in failure.errors.items())
    return {failure.about or ANSWERS[type(failure)][1]: [failure.detail]}


def by_field(problems: Iterable[tuple[Sequence[str | int], str]]) -> Messages:
    """Gather the messages of each field: ("article", "tagList", 0) is about tagList, ("user",) of user."""
    messages: dict[str, list[str]] = {}
    for place, what in problems:
        name = str(place[min(1, len(place) - 1)] if place else "")[:LONGEST_NAME]
        of_field = messages.setdefault(name or "body", [])
        if what not in of_field:
            of_field.append(what)
    return messages
