import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from starlette.testclient import TestClient

from app.management.commands import seed
from tests.sign_in import Person


def test_the_demo_account_is_created_once(api: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("seed")
    assert seed.EMAIL in capsys.readouterr().out
    body = {"user": {"email": seed.EMAIL, "password": seed.PASSWORD}}
    demo = Person(api, api.post("/api/users/login", json=body).json()["user"])
    feed = demo.get("/articles/feed").json()
    assert feed["articlesCount"] == 3
    assert all(article["favorited"] for article in feed["articles"])
    slug = feed["articles"][-1]["slug"]
    assert len(demo.get(f"/articles/{slug}/comments").json()["comments"]) == 1


@pytest.mark.parametrize("taken", ["email", "username", "article"])
def test_nothing_is_added_if_a_name_is_taken(
    taken: str, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    if taken == "article":
        call_command("seed")
    else:
        monkeypatch.setattr(seed, "SLUGS", [])
    email = alice.user["email"] if taken == "email" else "other-demo@example.com"
    username = alice.name if taken == "username" else "other-demo"
    others = [(username, email, None), ("other-grace", "grace@other.example", None)]
    monkeypatch.setattr(seed, "EMAIL", email)
    monkeypatch.setattr(seed, "USERS", others)
    with pytest.raises(CommandError, match=r"^Nothing was added, [^\n]+$"):
        call_command("seed")
    assert alice.get("/profiles/other-grace").status_code == 404


def test_there_is_no_demo_account_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENV", settings.ENV.model_copy(update={"environment": "production"}))
    with pytest.raises(CommandError, match="ENVIRONMENT"):
        call_command("seed")
