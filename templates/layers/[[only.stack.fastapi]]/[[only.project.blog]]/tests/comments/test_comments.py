import pytest

from tests.sign_in import Person


def test_comments_come_newest_first(alice: Person, bob: Person) -> None:
    path = f"/articles/{alice.write()['slug']}/comments"
    body = {"comment": {"body": "Hi 🐉", "id": 1}}
    made = [person.post(path, body).json()["comment"] for person in (alice, bob)]
    assert made[1] == {
        "id": made[1]["id"],
        "createdAt": made[1]["createdAt"],
        "updatedAt": made[1]["createdAt"],
        "body": "Hi 🐉",
        "author": {"username": bob.name, "bio": None, "image": None, "following": False},
    }
    assert alice.get(path).json() == {"comments": made[::-1]}

    alice.post(f"/profiles/{bob.name}/follow")
    assert [each["author"]["following"] for each in alice.get(path).json()["comments"]] == [True, False]


@pytest.mark.parametrize("body", [None, "", " ", 5, "x" * 10_001])
def test_a_comment_needs_a_body(body: object, alice: Person) -> None:
    path = f"/articles/{alice.write()['slug']}/comments"
    answer = alice.post(path, {"comment": {"body": body}})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["body"]


def test_only_its_author_deletes_a_comment(alice: Person, bob: Person) -> None:
    path = f"/articles/{alice.write()['slug']}/comments"
    comment = bob.post(path, {"comment": {"body": "Mine"}}).json()["comment"]
    answer = alice.delete(f"{path}/{comment['id']}")
    assert answer.status_code == 403
    assert answer.json() == {"errors": {"comment": ["forbidden"]}}
    assert bob.delete(f"{path}/{comment['id']}").status_code == 204
    assert bob.delete(f"{path}/{comment['id']}").json() == {"errors": {"comment": ["not found"]}}


@pytest.mark.parametrize("number", ["0", "-1", "first", "1.5", "9" * 30, "\N{ARABIC-INDIC DIGIT ONE}"])
def test_what_is_no_id_of_a_comment_is_not_found(number: str, alice: Person) -> None:
    answer = alice.delete(f"/articles/{alice.write()['slug']}/comments/{number}")
    assert answer.status_code == 404
    assert answer.json() == {"errors": {"comment": ["not found"]}}


def test_an_article_is_looked_up_before_its_comment(alice: Person) -> None:
    slug, other = alice.write()["slug"], alice.write()["slug"]
    comment = alice.post(f"/articles/{slug}/comments", {"comment": {"body": "Here"}}).json()["comment"]
    for path, about in ((f"/articles/{other}", "comment"), ("/articles/none", "article")):
        answer = alice.delete(f"{path}/comments/{comment['id']}")
        assert answer.json() == {"errors": {about: ["not found"]}}
