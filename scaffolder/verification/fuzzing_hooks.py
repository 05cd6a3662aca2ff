"""Hooks that drop false alarms of Schemathesis, which loads this file by its path: no document can rule them out."""

from __future__ import annotations

import json
from typing import Any

import schemathesis
from schemathesis import Case, HookContext, Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import EnsureResourceAvailability

LARGEST_HEAD = 32 * 1024
ARTICLE = "/articles/{slug}"

# The slugs of articles that have another one now.
_replaced: set[str] = set()


@schemathesis.hook
def after_call(context: HookContext, case: Case[Any], response: Response) -> None:
    """Note the slugs that new titles replace."""
    if (case.method, case.operation.path, response.status_code) == ("PUT", ARTICLE, 200):
        slug = str((case.path_parameters or {}).get("slug"))
        if json.loads(response.content)["article"]["slug"] != slug:
            _replaced.add(slug)


@schemathesis.hook
def filter_failure(context: HookContext, failure: Failure, case: Case[Any], response: Response) -> bool:
    """Whether a failure counts."""
    return not (_has_moved(failure, case) or _has_large_head(response))


def _has_moved(failure: Failure, case: Case[Any]) -> bool:
    """An article is at its new slug only, and so is what is below it."""
    is_below = case.operation.path.startswith(f"{ARTICLE}/")
    is_replaced = str((case.path_parameters or {}).get("slug")) in _replaced
    return is_below and is_replaced and isinstance(failure, EnsureResourceAvailability)


def _has_large_head(response: Response) -> bool:
    """Servers refuse these heads before they know which operation it is, so no document describes that."""
    request = response.request
    size = len(request.path_url) + sum(len(name) + len(value) + 4 for name, value in request.headers.items())
    return 400 <= response.status_code < 500 and size > LARGEST_HEAD
