from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.sign_in import Person, new_article

BLANK = ["can't be blank"]


def test_a_new_article_is_answered_whole(alice: Person) -> None:
    title = f"Dragons, {uuid4().hex}!"
    fields = new_article(title=title, body="They **fly** 🐉.\n", tagList=["b", "A", "é", "a", "b"])
    article = alice.write(**fields)
    assert article == fields | {
        "slug": title.lower().replace(", ", "-").rstrip("!"),
        "tagList": ["A", "a", "b", "é"],
        "createdAt": article["createdAt"],
        "updatedAt": article["createdAt"],
        "favorited": False,
        "favoritesCount": 0,
        "author": {"username": alice.name, "bio": None, "image": None, "following": False},
    }
    assert alice.read(article["slug"]) == article


@pytest.mark.parametrize("field", ["title", "description", "body"])
def test_no_text_can_be_blank_or_too_long(field: str, alice: Person) -> None:
    article = alice.write()
    most = {"title": 255, "description": 1000, "body": 100_000}[field]
    assert alice.write(**{field: "🐉" * most})[field] == "🐉" * most
    for value in (None, "", " \n ", "x" * (most + 1), 5):
        for answer in (
            alice.post("/articles", {"article": new_article(**{field: value})}),
            alice.put(f"/articles/{article['slug']}", {"article": {field: value}}),
        ):
            assert answer.status_code == 422
            assert list(answer.json()["errors"]) == [field]
            if not str(value or "").strip():
                assert answer.json()["errors"][field] == BLANK
    assert alice.read(article["slug"]) == article


@pytest.mark.parametrize("tags", [None, "one", [""], [5], ["x" * 65], [f"{number}" for number in range(33)]])
def test_a_tag_list_that_cannot_be_is_named(tags: object, alice: Person) -> None:
    article = alice.write(tagList=["kept"])
    for answer in (
        alice.post("/articles", {"article": new_article(tagList=tags)}),
        alice.put(f"/articles/{article['slug']}", {"article": {"tagList": tags}}),
    ):
        assert answer.status_code == 422
        assert list(answer.json()["errors"]) == ["tagList"]
    assert alice.read(article["slug"]) == article


def test_absent_tags_stay_and_an_empty_list_clears_them(alice: Person) -> None:
    path = f"/articles/{alice.write(tagList=['one', 'two'])['slug']}"
    for changes, tags in (
        ({"body": "New"}, ["one", "two"]),
        ({"tagList": ["two", "three"]}, ["three", "two"]),
        ({"tagList": []}, []),
    ):
        assert alice.put(path, {"article": changes}).json()["article"]["tagList"] == tags


def test_every_change_moves_updated_at_and_nothing_else(alice: Person) -> None:
    article = alice.write()
    path = f"/articles/{article['slug']}"
    times = [article["updatedAt"]]
    every: list[dict[str, object]] = [{"body": "New"}, {"body": "New"}, {}, {"tagList": []}]
    for changes in every:
        body = {"article": changes | {"createdAt": "2000-01-01T00:00:00.000Z"}}
        changed = alice.put(path, body).json()["article"]
        assert changed == article | {"body": "New", "updatedAt": changed["updatedAt"]}
        times.append(changed["updatedAt"])
    assert times == sorted(set(times))


def test_changes_of_different_fields_at_once_all_stay(alice: Person) -> None:
    slug = alice.write()["slug"]
    changes = [{"description": "New description"}, {"body": "New body"}, {"tagList": ["new"]}]
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda each: alice.put(f"/articles/{slug}", {"article": each}), changes))
    assert [answer.status_code for answer in answers] == [200] * 3
    article = alice.read(slug)
    assert (article["description"], article["body"], article["tagList"]) == (
        "New description",
        "New body",
        ["new"],
    )


def test_a_deleted_article_takes_along_what_hangs_on_it(alice: Person, bob: Person) -> None:
    title, tag = f"Gone {uuid4().hex}", uuid4().hex
    path = f"/articles/{alice.write(title=title, tagList=[tag])['slug']}"
    bob.post(f"{path}/favorite")
    bob.post(f"{path}/comments", {"comment": {"body": "Pity"}})
    assert alice.delete(path).status_code == 204
    assert alice.get(path).status_code == alice.delete(path).status_code == 404
    assert tag not in alice.get("/tags").json()["tags"]

    again = bob.write(title=title)
    assert f"/articles/{again['slug']}" == path
    assert again["favoritesCount"] == 0
    assert bob.get(f"{path}/comments").json() == {"comments": []}


def test_someone_elses_article_is_403(alice: Person, bob: Person) -> None:
    article = alice.write()
    path = f"/articles/{article['slug']}"
    for answer in (bob.put(path, {"article": {"tagList": None}}), bob.delete(path)):
        assert answer.status_code == 403
        assert answer.json() == {"errors": {"article": ["forbidden"]}}
    assert alice.read(article["slug"]) == article


def test_tags_are_listed_once_and_sorted(alice: Person) -> None:
    mark = uuid4().hex
    for tags in (["b", "a"], ["B", "é", "a"]):
        alice.write(tagList=[f"{tag} {mark}" for tag in tags])
    found = alice.get("/tags").json()["tags"]
    assert [tag[0] for tag in found if tag.endswith(mark)] == ["B", "a", "b", "é"]
    assert found == sorted(set(found))
