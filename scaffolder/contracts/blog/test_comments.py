"""Comments of an article."""

import pytest

from scaffolder.contracts.blog.steps import BLANK, comment, comments, errors, follow, name, unique, write
from scaffolder.contracts.client import Client
from scaffolder.contracts.plugin import SignUp


def test_creating_a_comment_returns_all_its_fields(alice: Client, bob: Client) -> None:
    slug = write(alice)["slug"]
    created = comment(bob, slug, "Well **said** 🐉")
    assert created == {
        "id": created["id"],
        "createdAt": created["createdAt"],
        "updatedAt": created["updatedAt"],
        "body": "Well **said** 🐉",
        "author": {"username": name(bob), "bio": None, "image": None, "following": False},
    }
    assert comments(bob, slug) == [created]


def test_comments_are_listed_newest_first_with_unique_ids(api: Client, alice: Client, bob: Client) -> None:
    slug, other = write(alice)["slug"], write(alice)["slug"]
    created = [comment(author, slug) for author in (alice, bob, alice, bob)]
    elsewhere = comment(alice, other)
    assert comments(api, slug) == created[::-1]
    assert comments(api, other) == [elsewhere]
    ids = [each["id"] for each in (*created, elsewhere)]
    assert len(set(ids)) == 5
    assert all(type(each) is int for each in ids)


def test_comments_show_whom_the_reader_follows(api: Client, alice: Client, bob: Client) -> None:
    slug = write(alice)["slug"]
    comment(bob, slug)
    follow(alice, bob)
    seen = [comments(reader, slug)[0]["author"]["following"] for reader in (alice, bob, api)]
    assert seen == [True, False, False]


def test_the_body_of_a_comment_is_required(alice: Client) -> None:
    slug = write(alice)["slug"]
    for fields in ({}, {"body": None}, {"body": ""}, {"body": " \n "}):
        answer = alice.post(f"/articles/{slug}/comments", json={"comment": fields}, expect=422)
        assert errors(answer) == {"body": BLANK}
    assert comments(alice, slug) == []


def test_deleting_a_comment_keeps_the_others(alice: Client, bob: Client) -> None:
    slug = write(alice)["slug"]
    first, second = comment(bob, slug, "First"), comment(bob, slug, "Second")
    bob.delete(f"/articles/{slug}/comments/{first['id']}", expect=204)
    assert comments(alice, slug) == [second]
    answer = bob.delete(f"/articles/{slug}/comments/{first['id']}", expect=404)
    assert errors(answer) == {"comment": ["not found"]}


def test_someone_elses_comment_cannot_be_deleted(alice: Client, bob: Client, sign_up: SignUp) -> None:
    slug = write(alice)["slug"]
    created = comment(bob, slug)
    for stranger in (alice, sign_up(name="carol")):
        answer = stranger.delete(f"/articles/{slug}/comments/{created['id']}", expect=403)
        assert errors(answer) == {"comment": ["forbidden"]}
    assert comments(alice, slug) == [created]


def test_a_comment_is_only_found_under_its_own_article(alice: Client) -> None:
    slug, other = write(alice)["slug"], write(alice)["slug"]
    created = comment(alice, slug)
    answer = alice.delete(f"/articles/{other}/comments/{created['id']}", expect=404)
    assert errors(answer) == {"comment": ["not found"]}
    assert comments(alice, slug) == [created]


def test_an_article_is_looked_up_before_its_comment(alice: Client) -> None:
    slug, missing = write(alice)["slug"], unique("missing")
    created = comment(alice, slug)
    for identity in (created["id"], 999_999_999):
        answer = alice.delete(f"/articles/{missing}/comments/{identity}", expect=404)
        assert errors(answer) == {"article": ["not found"]}
    answer = alice.delete(f"/articles/{slug}/comments/999999999", expect=404)
    assert errors(answer) == {"comment": ["not found"]}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_article_that_does_not_exist_has_no_comments(alice: Client, method: str) -> None:
    body = {"comment": {"body": "Well said"}} if method == "POST" else None
    answer = alice.request(method, f"/articles/{unique('missing')}/comments", json=body, expect=404)
    assert errors(answer) == {"article": ["not found"]}


@pytest.mark.parametrize(
    "identity", ["0", "-1", "first", "1.5", "1e3", "9" * 30, "1%20OR%201=1", "%F0%9F%90%89"]
)
def test_an_invalid_comment_id_is_not_found(alice: Client, identity: str) -> None:
    slug = write(alice)["slug"]
    created = comment(alice, slug)
    alice.delete(f"/articles/{slug}/comments/{identity}", expect=404)
    assert comments(alice, slug) == [created]
