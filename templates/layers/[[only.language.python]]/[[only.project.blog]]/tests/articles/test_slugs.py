import pytest

from app.articles.slugs import slugify
from tests.sign_in import Person


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
def test_a_slug_has_only_letters_digits_and_hyphens(title: str, slug: str) -> None:
    assert slugify(title) == slug


@pytest.mark.parametrize("title", ["Feed", "🐉"])
def test_a_title_without_a_usable_slug_gets_a_random_one(title: str, alice: Person) -> None:
    first, second = alice.write(title=title), alice.write(title=title)
    assert first["slug"] != second["slug"]
    assert alice.read(first["slug"])["title"] == title


def test_the_slug_only_changes_with_the_title(alice: Person) -> None:
    first, second = alice.write(), alice.write()
    path = f"/articles/{second['slug']}"
    same = alice.put(path, {"article": {"title": second["title"], "body": "New"}}).json()["article"]
    assert same["slug"] == second["slug"]

    taken = alice.put(path, {"article": {"title": first["title"]}}).json()["article"]
    assert taken["slug"].startswith(f"{first['slug']}-")
    assert alice.read(taken["slug"]) == taken
    assert alice.get(path).status_code == 404
    assert alice.read(first["slug"]) == first
