"""A hook of Schemathesis, which accepts answers that the contracts require, but that Schemathesis takes for failures."""

from __future__ import annotations

from typing import Any

import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData

LARGEST_HEAD = 32 * 1024


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Whether a failure counts."""
    is_known = _is_unknown_code(failure, case, response) or _has_moved(failure, case)
    return not (is_known or _has_large_head(response))


def _is_unknown_code(failure: Failure, case: Case[Any], response: Response) -> bool:
    """Only the callback of a provider gives codes that are accepted; any other is 400."""
    is_exchange = case.operation.path.endswith("/exchange")
    return is_exchange and isinstance(failure, RejectedPositiveData) and response.status_code == 400


def _has_moved(failure: Failure, case: Case[Any]) -> bool:
    """A new title changes the path of an article. Schemathesis expects that of the article, but not of what is below it."""
    is_below = case.operation.path.startswith("/articles/{slug}/")
    return is_below and isinstance(failure, EnsureResourceAvailability)


def _has_large_head(response: Response) -> bool:
    """Servers refuse these heads before they know which operation it is, so no document describes that."""
    request = response.request
    size = len(request.path_url) + sum(len(name) + len(value) + 4 for name, value in request.headers.items())
    return 400 <= response.status_code < 500 and size > LARGEST_HEAD
