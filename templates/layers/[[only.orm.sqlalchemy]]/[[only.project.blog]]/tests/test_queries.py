"""The number of queries is bounded, however much data there is."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.sign_in import Person
from tests.statements import dialect, explain, statements

# One for the caller, one for the count, one for the articles, one for all their tags.
LISTS = [
    ("/articles?limit=100", 4),
    ("/articles?limit=100&tag=all", 4),
    ("/articles?limit=100&author={bob}", 4),
    ("/articles?limit=100&favorited={alice}", 4),
    ("/articles?limit=100&tag=all&author={bob}&favorited={alice}", 4),
    ("/articles/feed?limit=100", 4),
    ("/articles/{slug}", 4),
    ("/articles/{slug}/comments", 3),
    ("/profiles/{bob}", 2),
    ("/tags", 1),
]


def fill(alice: Person, bob: Person, *, articles: int) -> Any:
    """Alice follows Bob and likes all he writes. Return the path of an article with as many comments."""
    alice.post(f"/profiles/{bob.name}/follow")
    slugs = [bob.write(tagList=["all", f"{number}"])["slug"] for number in range(articles)]
    for slug in slugs:
        alice.post(f"/articles/{slug}/favorite")
        bob.post(f"/articles/{slugs[0]}/comments", {"comment": {"body": "More"}})
    return slugs[0]


def test_a_list_takes_as_many_statements_for_many_rows_as_for_few(
    alice: Person, bob: Person, api: TestClient
) -> None:
    for articles in (1, 15):
        slug = fill(alice, bob, articles=articles)
        for path, bound in LISTS:
            with statements(api) as seen:
                answer = alice.get(path.format(alice=alice.name, bob=bob.name, slug=slug))
            assert answer.status_code == 200
            assert len(seen) == bound, path


# Without a filter no index is needed: the newest rows are at the end of the table.
INDEXED = [path for path, _ in LISTS if path != "/articles?limit=100"]
SCAN = re.compile(r"'SCAN (?!page)\w+'")
SORT = "TEMP B-TREE FOR ORDER BY"


def test_every_list_uses_an_index(alice: Person, bob: Person, api: TestClient) -> None:
    for plan in plans(INDEXED, alice, bob, api):
        assert not SCAN.search(plan), plan


def test_a_page_is_read_in_order(alice: Person, bob: Person, api: TestClient) -> None:
    lists = [path for path, _ in LISTS if path.startswith("/articles?") and path.count("&") < 2]
    for plan in plans(lists, alice, bob, api):
        # The rows of the page are sorted again, at most a hundred.
        assert plan.count(SORT) <= 1, plan


def plans(paths: list[str], alice: Person, bob: Person, api: TestClient) -> list[str]:
    """SQLite's query plan of each statement in Alice's requests for `paths`."""
    if dialect(api) != "sqlite":
        pytest.skip("reads query plans of SQLite")
    slug = fill(alice, bob, articles=3)
    with statements(api) as seen:
        for path in paths:
            alice.get(path.format(alice=alice.name, bob=bob.name, slug=slug))
    assert seen
    return [f"{statement}\n{explain(api, statement, parameters)}" for statement, parameters in seen]
