"""Which failures of Schemathesis are dropped, and which count."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("schemathesis", reason="needs scaffolder[fuzz]")

from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import EnsureResourceAvailability, RejectedPositiveData

from scaffolder.verification import fuzzing_hooks

REJECTED = RejectedPositiveData(
    operation="POST /tasks", message="", status_code=400, allowed_statuses=["2xx"]
)
UNAVAILABLE = EnsureResourceAvailability(
    operation="POST /articles", message="", created_with="", not_available_with=""
)


def case(method: str, path: str, slug: str = "") -> Any:
    return SimpleNamespace(
        method=method, operation=SimpleNamespace(path=path), path_parameters={"slug": slug}
    )


def response(status: int, *, head: int = 0, slug: str = "") -> Any:
    request = SimpleNamespace(path_url="/", headers={"X-Long": "x" * head})
    body = json.dumps({"article": {"slug": slug}}).encode()
    return SimpleNamespace(status_code=status, request=request, content=body)


def counts(failure: Failure, case: Any, response: Any) -> bool:
    counted: bool = fuzzing_hooks.filter_failure(SimpleNamespace(), failure, case, response)
    return counted


@pytest.mark.parametrize(
    ("status", "head", "counted"), [(431, 33_000, False), (400, 30_000, True), (500, 33_000, True)]
)
def test_a_refused_head_of_more_than_32_kib_is_no_failure(status: int, head: int, counted: bool) -> None:
    assert counts(REJECTED, case("POST", "/tasks"), response(status, head=head)) == counted


@pytest.mark.parametrize(
    ("path", "slug", "counted"),
    [
        ("/articles/{slug}/comments", "moved", False),
        ("/articles/{slug}/comments", "kept", True),
        ("/articles/{slug}/comments", "unknown", True),
        ("/articles/{slug}", "moved", True),
    ],
)
def test_only_what_is_below_a_replaced_slug_may_be_gone(
    path: str, slug: str, counted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fuzzing_hooks, "_replaced", set())
    for old, new in (("moved", "new"), ("kept", "kept")):
        update = case("PUT", "/articles/{slug}", old)
        fuzzing_hooks.after_call(SimpleNamespace(), update, response(200, slug=new))
    assert counts(UNAVAILABLE, case("GET", path, slug), response(404)) == counted
