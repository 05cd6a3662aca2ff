"""Lists: their pages, cursors and links."""

import re
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from scaffolder.contracts.client import Client
from scaffolder.contracts.problem_details.wire import ProblemDetails


@pytest.fixture
def rows(alice: Client, wire: ProblemDetails) -> str:
    """The path of a list with only alice's rows."""
    return wire.own_list(alice)


def create(user: Client, wire: ProblemDetails, rows: str, count: int, word: str = "row") -> list[str]:
    return [
        user.post(rows, json=wire.row(f"{word} {number}"), expect=201).json()["id"] for number in range(count)
    ]


def pages(user: Client, path: str, **query: Any) -> Iterator[list[dict[str, Any]]]:
    """Follow the cursors through all pages."""
    while True:
        page = user.get(path, params=query, expect=200).json()
        yield page["items"]
        if page["next_cursor"] is None:
            return
        query["cursor"] = page["next_cursor"]


def test_a_page_has_20_rows_by_default(alice: Client, wire: ProblemDetails, rows: str) -> None:
    created = create(alice, wire, rows, 21)
    first, second = (list(page) for page in pages(alice, rows))
    assert [len(first), len(second)] == [20, 1]
    assert sorted(row["id"] for row in first + second) == sorted(created)


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_a_page_has_as_many_rows_as_requested(
    alice: Client, wire: ProblemDetails, rows: str, limit: int
) -> None:
    create(alice, wire, rows, 4)
    page = alice.get(rows, params={"limit": limit}, expect=200).json()
    assert len(page["items"]) == min(limit, 4)
    assert (page["next_cursor"] is None) == (limit >= 4)


def test_a_full_last_page_has_no_next_page(alice: Client, wire: ProblemDetails, rows: str) -> None:
    create(alice, wire, rows, 4)
    assert [len(page) for page in pages(alice, rows, limit=2)] == [2, 2]


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "abc", "", "1e1", "9" * 30, "0x10", " 5"])
def test_a_limit_outside_1_to_100_is_422(alice: Client, wire: ProblemDetails, rows: str, limit: str) -> None:
    wire.assert_error(alice.get(rows, params={"limit": limit}, expect=422))


@pytest.mark.parametrize(
    "cursor",
    ["x", "", "!!!", "0", "null", "bnVsbA", "W10", "e30", "' OR 1=1 --", "🐇", "a" * 1000, "MQ==", "%00"],
)
def test_an_invalid_cursor_is_422(alice: Client, wire: ProblemDetails, rows: str, cursor: str) -> None:
    create(alice, wire, rows, 2)
    wire.assert_error(alice.get(rows, params={"cursor": cursor}, expect=422))


def test_a_manipulated_cursor_causes_no_errors(alice: Client, wire: ProblemDetails, rows: str) -> None:
    create(alice, wire, rows, 2)
    good = alice.get(rows, params={"limit": 1}, expect=200).json()["next_cursor"]
    for cursor in (good[:-4], good[4:], good[::-1], good + good):
        answer = alice.get(rows, params={"cursor": cursor})
        assert answer.status_code in (200, 422)


def test_a_cursor_from_another_list_is_422(alice: Client, wire: ProblemDetails, rows: str) -> None:
    create(alice, wire, rows, 2)
    for number in range(2):
        alice.post(wire.other_list, json={"name": f"other {secrets.token_hex(4)} {number}"}, expect=201)
    for path, other in ((rows, wire.other_list), (wire.other_list, rows)):
        cursor = alice.get(path, params={"limit": 1}, expect=200).json()["next_cursor"]
        wire.assert_error(alice.get(other, params={"cursor": cursor}, expect=422))


def test_the_next_page_is_linked_according_to_rfc_8288(
    alice: Client, wire: ProblemDetails, rows: str
) -> None:
    created = create(alice, wire, rows, 5)
    seen: list[str] = []
    answer = alice.get(rows, params={"limit": 2}, expect=200)
    while True:
        page = answer.json()["items"]
        seen += [row["id"] for row in page]
        assert len(page) <= 2, "the link does not keep the limit"
        if "link" not in answer.headers:
            break
        found = re.fullmatch(r'<([^>]+)>; *rel="next"', answer.headers["link"])
        assert found, answer.headers["link"]
        target = urlsplit(urljoin(str(answer.request.url), found[1]))
        answer = alice.get(f"{target.path}?{target.query}", expect=200)
    assert answer.json()["next_cursor"] is None
    assert sorted(seen) == sorted(created)
    assert len(seen) == 5


def test_paging_while_rows_are_added_returns_each_row_once(
    alice: Client, wire: ProblemDetails, rows: str
) -> None:
    existing = create(alice, wire, rows, 12)
    seen: list[str] = []
    for number, page in enumerate(pages(alice, rows, limit=3)):
        seen += [row["id"] for row in page]
        if number < 6:
            create(alice, wire, rows, 2, f"late {number}")
    assert len(seen) == len(set(seen)), "a row was returned twice"
    assert set(existing) <= set(seen), "a row that existed at the start is missing"


def test_a_list_requires_authentication(api: Client, wire: ProblemDetails, rows: str) -> None:
    api.get(rows, expect=401)
    api.post(rows, json=wire.row("nobody's"), expect=401)
