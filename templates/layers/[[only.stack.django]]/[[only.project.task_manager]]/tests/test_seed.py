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
    credentials = {"email": seed.EMAIL, "password": seed.PASSWORD}
    demo = Person(api, api.post("/api/v1/auth/login", json=credentials).json())
    assert len(demo.get("/tasks").json()["items"]) == 6
    assert len(demo.get("/projects").json()["items"]) == 2


def test_an_account_of_somebody_else_is_left_alone(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "EMAIL", alice.session["user"]["email"])
    with pytest.raises(CommandError, match=r"^Nothing was added, [^\n]+$"):
        call_command("seed")
    assert alice.get("/tasks").json()["items"] == []


def test_there_is_no_demo_account_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ENV", settings.ENV.model_copy(update={"environment": "production"}))
    with pytest.raises(CommandError, match="ENVIRONMENT"):
        call_command("seed")
