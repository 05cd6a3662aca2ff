"""HEAD wherever GET works, and methods that a path does not take."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import METHODS, Document
from scaffolder.contracts.wire import Wire

OWN_TO_EACH_ANSWER = {"date", "x-request-id", "connection", "keep-alive"}


def test_head_responds_like_get_without_a_body(alice: Client, root: Client, contract: Document) -> None:
    paths = [path for path, item in paths_of(contract) if "get" in item and "{" not in path]
    assert paths, "the document has no path to ask for"
    for path in paths:
        same_but_for_the_body(alice.with_prefix(""), path)
    same_but_for_the_body(root, "/no-such-route")


def test_head_of_a_resource_has_its_headers(alice: Client, wire: Wire) -> None:
    made = alice.post(wire.sample_path, json=wire.sample("Look at the head"), expect=201)
    answer = same_but_for_the_body(alice, wire.sample_location(made))
    assert answer.status_code == 200
    assert answer.headers.get("etag") == made.headers.get("etag")


def test_head_without_a_token_is_401(api: Client, wire: Wire) -> None:
    assert "www-authenticate" in same_but_for_the_body(api, wire.me).headers


def test_a_wrong_method_is_405_with_exactly_the_allowed_methods(
    root: Client, alice: Client, wire: Wire, contract: Document
) -> None:
    """HEAD is listed with GET. OPTIONS is not, as it works for no one but a browser that asks for CORS."""
    for path, item in paths_of(contract):
        takes = {method.upper() for method in METHODS & item.keys()}
        if "GET" in takes:
            takes.add("HEAD")
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - takes:
            for client in (root, alice.with_prefix("")):
                filled = re.sub(r"\{[^}]*\}", str(uuid.uuid4()), path)
                answer = client.request(method, filled, expect=405, validate=False)
                wire.assert_error(answer)
                listed = [each.strip() for each in answer.headers["allow"].split(",")]
                assert sorted(listed) == sorted(takes), f"{method} {path}"


def paths_of(contract: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each path below the root, with its operations."""
    for path, item in contract.raw["paths"].items():
        prefix = "" if "servers" in item else contract.prefix
        yield prefix + path, item


def same_but_for_the_body(client: Client, path: str) -> httpx.Response:
    """Tests that run meanwhile add to public lists: compare once a list was the same before and after."""
    after = client.get(path, validate=False)
    for _ in range(20):
        before = after
        answer = client.request("HEAD", path, expect=before.status_code, validate=False)
        assert answer.content == b""
        after = client.get(path, validate=False)
        if comparable(after) == comparable(before):
            break
    assert comparable(answer) == comparable(before), f"HEAD {path}"
    return answer


def comparable(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in OWN_TO_EACH_ANSWER}
