import asyncio

import pytest
from fastapi.testclient import TestClient

from app import seed
from app.settings import Settings
from tests.sign_in import Person


def test_the_demo_account_is_created_once(api: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        asyncio.run(seed.main())
    assert seed.EMAIL in capsys.readouterr().out
    body = {"user": {"email": seed.EMAIL, "password": seed.PASSWORD}}
    demo = Person(api, api.post("/api/users/login", json=body).json()["user"])
    feed = demo.get("/articles/feed").json()
    assert feed["articlesCount"] == 3
    assert all(article["favorited"] for article in feed["articles"])
    slug = feed["articles"][-1]["slug"]
    assert len(demo.get(f"/articles/{slug}/comments").json()["comments"]) == 1


def test_there_is_no_demo_account_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    production = Settings(environment="production", secret_key="x" * 40)
    monkeypatch.setattr(seed, "load_settings", lambda: production)
    with pytest.raises(SystemExit, match="ENVIRONMENT"):
        asyncio.run(seed.main())
