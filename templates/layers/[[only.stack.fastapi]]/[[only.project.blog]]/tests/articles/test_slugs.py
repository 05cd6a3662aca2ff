from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from app.articles.slugs import slugify
from tests.sign_in import Person, new_article


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("How to Train Your Dragon", "how-to-train-your-dragon"),
        ("  Spaces,   commas & such!  ", "spaces-commas-such"),
        ("Crème brûlée №½", "creme-brulee-no12"),
        ("日本語 🐉", ""),
        ("x" * 255, "x" * 200),
        ("w " * 127, ("w-" * 100)[:-1]),
    ],
)
def test_a_slug_is_made_of_letters_and_digits(title: str, slug: str) -> None:
    assert slugify(title) == slug


@pytest.mark.parametrize("title", ["Feed", "🐉", "!!!"])
def test_a_title_that_gives_no_slug_gets_a_random_one(title: str, alice: Person) -> None:
    first, second = alice.write(title=title), alice.write(title=title)
    assert first["slug"] != second["slug"]
    assert alice.read(first["slug"])["title"] == title


def test_the_slug_changes_with_the_title_alone(alice: Person) -> None:
    first, second = alice.write(), alice.write()
    path = f"/articles/{second['slug']}"
    same = alice.put(path, {"article": {"title": second["title"], "body": "New"}}).json()["article"]
    assert same["slug"] == second["slug"]

    taken = alice.put(path, {"article": {"title": first["title"]}}).json()["article"]
    assert taken["slug"].startswith(f"{first['slug']}-")
    assert alice.read(taken["slug"]) == taken
    assert alice.get(path).status_code == 404
    assert alice.read(first["slug"]) == first


def test_equal_titles_at_once_get_different_slugs(alice: Person) -> None:
    title, tag = f"One title {uuid4().hex}", uuid4().hex
    body = {"article": new_article(title=title, tagList=[tag])}
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: alice.post("/articles", body), range(8)))
    assert [answer.status_code for answer in answers] == [201] * 8
    slugs = {answer.json()["article"]["slug"] for answer in answers}
    assert len(slugs) == 8
    assert set(alice.slugs(f"/articles?tag={tag}")) == slugs
