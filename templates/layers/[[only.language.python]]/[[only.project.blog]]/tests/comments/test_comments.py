from tests.sign_in import Person


def test_comments_are_listed_newest_first(alice: Person, bob: Person) -> None:
    path = f"/articles/{alice.write()['slug']}/comments"
    made = [person.post(path, {"comment": {"body": "Hi 🐉"}}).json()["comment"] for person in (alice, bob)]
    assert made[1]["author"]["username"] == bob.name
    assert alice.get(path).json() == {"comments": made[::-1]}

    alice.post(f"/profiles/{bob.name}/follow")
    assert [each["author"]["following"] for each in alice.get(path).json()["comments"]] == [True, False]


def test_a_comment_needs_a_body(alice: Person) -> None:
    path = f"/articles/{alice.write()['slug']}/comments"
    for body in (None, " ", "x" * 10_001):
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


def test_a_comment_is_found_only_on_its_article(alice: Person) -> None:
    slug, other = alice.write()["slug"], alice.write()["slug"]
    comment = alice.post(f"/articles/{slug}/comments", {"comment": {"body": "Here"}}).json()["comment"]
    for path, about in (
        (f"/articles/{other}/comments/{comment['id']}", "comment"),
        (f"/articles/none/comments/{comment['id']}", "article"),
        (f"/articles/{slug}/comments/first", "comment"),
    ):
        assert alice.delete(path).json() == {"errors": {about: ["not found"]}}
