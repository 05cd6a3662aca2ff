from tests.sign_in import Person


def test_the_path_of_the_feed_is_not_an_article(alice: Person) -> None:
    answer = alice.put("/articles/feed", {"article": {"title": "New"}})
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
