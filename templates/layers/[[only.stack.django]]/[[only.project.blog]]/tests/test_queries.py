"""The number of queries is bounded, however much data there is, and every list uses an index."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.sign_in import Person
from tests.statements import dialect, explain, statements

# For the caller, the ids of the page, its articles, all their tags, and the count.
BOUNDS = {
    "/articles?limit=100": 5,
    "/articles?limit=100&tag=all": 5,
    "/articles?limit=100&author={bob}": 5,
    "/articles?limit=100&favorited={alice}": 5,
    "/articles/feed?limit=100": 5,
    "/articles/{slug}": 4,
    "/articles/{slug}/comments": 3,
    "/profiles/{bob}": 3,
    "/tags": 1,
}


def fill(alice: Person, bob: Person, *, articles: int) -> Any:
    """Alice follows Bob and likes all he writes. Return an article with as many comments."""
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
        for path, bound in BOUNDS.items():
            with statements(api) as seen:
                answer = alice.get(path.format(alice=alice.name, bob=bob.name, slug=slug))
            assert answer.status_code == 200
            assert len(seen) == bound, path


def test_every_list_uses_an_index(alice: Person, bob: Person, api: TestClient) -> None:
    if dialect(api) != "sqlite":
        pytest.skip("reads query plans of SQLite")
    slug = fill(alice, bob, articles=3)
    with statements(api) as seen:
        # Without a filter no index is needed: the newest rows are at the end of the table.
        for path in list(BOUNDS)[1:]:
            alice.get(path.format(alice=alice.name, bob=bob.name, slug=slug))
    for statement, parameters in seen:
        plan = explain(api, statement, parameters)
        assert not re.search(r"'SCAN (?!\w+ USING)\w+'", plan), f"{statement}\n{plan}"
