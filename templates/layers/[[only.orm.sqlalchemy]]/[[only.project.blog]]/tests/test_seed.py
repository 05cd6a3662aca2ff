import pytest
from starlette.testclient import TestClient

from app import seed
from tests.sign_in import Person


def test_the_demo_account_is_created_once(api: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        seed.main()
    assert seed.EMAIL in capsys.readouterr().out
    body = {"user": {"email": seed.EMAIL, "password": seed.PASSWORD}}
    demo = Person(api, api.post("/api/users/login", json=body).json()["user"])
    feed = demo.get("/articles/feed").json()
    assert feed["articlesCount"] == 3
    assert all(article["favorited"] for article in feed["articles"])
    slug = feed["articles"][-1]["slug"]
    assert len(demo.get(f"/articles/{slug}/comments").json()["comments"]) == 1


def test_an_account_of_somebody_else_is_left_alone(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "EMAIL", alice.user["email"])
    with pytest.raises(SystemExit, match=r"^Nothing was added, [^\n]+$"):
        seed.main()


def test_nothing_is_added_if_a_username_is_taken(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "SLUGS", [])
    check_nothing_is_added(alice, monkeypatch, username=alice.user["username"])


def test_nothing_is_added_if_an_article_is_taken(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    seed.main()
    check_nothing_is_added(alice, monkeypatch, username="other-demo")


def check_nothing_is_added(person: Person, monkeypatch: pytest.MonkeyPatch, *, username: str) -> None:
    email = "other-demo@example.com"
    others = [(username, email, None), ("other-grace", "grace@other.example", None)]
    monkeypatch.setattr(seed, "EMAIL", email)
    monkeypatch.setattr(seed, "USERS", others)
    with pytest.raises(SystemExit, match=r"^Nothing was added, [^\n]+dragon[^\n]*$"):
        seed.main()
    body = {"user": {"email": email, "password": seed.PASSWORD}}
    assert person.client.post("/api/users/login", json=body).status_code == 401


def test_there_is_no_demo_account_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("PASSWORD_MEMORY_KIB", "19456")
    with pytest.raises(SystemExit, match="ENVIRONMENT"):
        seed.main()
