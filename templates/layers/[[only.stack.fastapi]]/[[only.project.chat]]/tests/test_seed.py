import asyncio

import pytest
from fastapi.testclient import TestClient

from app import seed
from app.settings import Settings
from tests.conversation import heard
from tests.sign_in import Person


def test_the_sample_conversation_is_created_once(api: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        asyncio.run(seed.main())
    assert seed.GRACE in capsys.readouterr().out
    credentials = {"email": seed.GRACE, "password": seed.PASSWORD}
    grace = Person(api, api.post("/api/v1/auth/login", json=credentials).json())
    [room] = [each for each in grace.get("/rooms?limit=100").json()["items"] if each["name"] == "general"]
    assert len(heard(grace, room)) == len(seed.CONVERSATION)


def test_there_is_no_demo_account_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    production = Settings(environment="production", secret_key="x" * 40)
    monkeypatch.setattr(seed, "load_settings", lambda: production)
    with pytest.raises(SystemExit, match="ENVIRONMENT"):
        asyncio.run(seed.main())


def test_production_requires_a_long_pusher_secret() -> None:
    with pytest.raises(ValueError, match="PUSHER_SECRET"):
        Settings(environment="production", secret_key="x" * 40, pusher_secret="short")
