import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from starlette.testclient import TestClient

from app.management.commands import seed
from tests.conversation import heard
from tests.sign_in import Person


def test_the_sample_conversation_is_created_once(api: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        call_command("seed")
    assert seed.GRACE in capsys.readouterr().out
    credentials = {"email": seed.GRACE, "password": seed.PASSWORD}
    grace = Person(api, api.post("/api/v1/auth/login", json=credentials).json())
    [room] = [each for each in grace.get("/rooms?limit=100").json()["items"] if each["name"] == "general"]
    assert len(heard(grace, room)) == len(seed.CONVERSATION)


@pytest.mark.parametrize("taken", ["email", "room"])
def test_nothing_is_added_if_a_name_is_taken(
    taken: str, alice: Person, api: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    if taken == "room":
        call_command("seed")
    monkeypatch.setattr(seed, "ADA", alice.email if taken == "email" else "other-ada@example.com")
    monkeypatch.setattr(seed, "GRACE", "other-grace@example.com")
    with pytest.raises(CommandError, match=r"^Nothing was added, [^\n]+$"):
        call_command("seed")
    credentials = {"email": seed.GRACE, "password": seed.PASSWORD}
    assert api.post("/api/v1/auth/login", json=credentials).status_code == 401


def test_there_is_no_demo_account_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENV", settings.ENV.model_copy(update={"environment": "production"}))
    with pytest.raises(CommandError, match="ENVIRONMENT"):
        call_command("seed")
