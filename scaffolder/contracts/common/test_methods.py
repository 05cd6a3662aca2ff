"""HEAD for each GET, and methods that a path does not support."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx

from scaffolder.contracts.client import Client
from scaffolder.contracts.document import METHODS, Document
from scaffolder.contracts.wire import Wire

DIFFER_PER_RESPONSE = {"date", "x-request-id", "connection", "keep-alive"}


def test_head_responds_like_get_without_a_body(alice: Client, root: Client, contract: Document) -> None:
    paths = [path for path, item in paths_of(contract) if "get" in item and "{" not in path]
    assert paths, "the document has no GET operation to test"
    for path in paths:
        assert_head_matches_get(alice.with_prefix(""), path)
    assert_head_matches_get(root, "/no-such-route")


def test_head_of_a_resource_has_its_headers(alice: Client, wire: Wire) -> None:
    created = alice.post(wire.sample_path, json=wire.sample("Read the headers"), expect=201)
    answer = assert_head_matches_get(alice, wire.sample_location(created))
    assert answer.status_code == 200
    assert answer.headers.get("etag") == created.headers.get("etag")


def test_head_without_a_token_is_401(api: Client, wire: Wire) -> None:
    assert "www-authenticate" in assert_head_matches_get(api, wire.me).headers


def test_a_wrong_method_is_405_with_exactly_the_allowed_methods(
    root: Client, alice: Client, wire: Wire, contract: Document
) -> None:
    """HEAD is listed with GET. OPTIONS is not, because it only works for CORS preflights."""
    for path, item in paths_of(contract):
        takes = {method.upper() for method in METHODS & item.keys()}
        if "GET" in takes:
            takes.add("HEAD")
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"} - takes:
            for client in (root, alice.with_prefix("")):
                filled = re.sub(r"\{[^}]*\}", str(uuid.uuid4()), path)
                answer = client.request(method, filled, expect=405, validate=False)
                wire.assert_error(answer)
                listed = [each.strip() for each in answer.headers["allow"].split(",")]
                assert sorted(listed) == sorted(takes), f"{method} {path}"


def paths_of(contract: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each full path with its operations."""
    for path, item in contract.raw["paths"].items():
        prefix = "" if "servers" in item else contract.prefix
        yield prefix + path, item


def assert_head_matches_get(client: Client, path: str) -> httpx.Response:
    """Other tests may add to public lists: repeat until GET before and after are the same."""
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
    return {name: value for name, value in answer.headers.items() if name not in DIFFER_PER_RESPONSE}
