import pytest
from starlette.testclient import TestClient

from app import seed
from tests.conversation import heard
from tests.sign_in import Person


def test_the_sample_conversation_is_created_once(api: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        seed.main()
    assert seed.GRACE in capsys.readouterr().out
    credentials = {"email": seed.GRACE, "password": seed.PASSWORD}
    grace = Person(api, api.post("/api/v1/auth/login", json=credentials).json())
    [room] = [each for each in grace.get("/rooms?limit=100").json()["items"] if each["name"] == "general"]
    assert len(heard(grace, room)) == len(seed.CONVERSATION)


def test_an_account_of_somebody_else_is_left_alone(alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seed, "ADA", alice.session["user"]["email"])
    with pytest.raises(SystemExit, match=r"^Nothing was added, [^\n]+$"):
        seed.main()


def test_nothing_is_added_if_a_room_is_taken(api: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    seed.main()
    monkeypatch.setattr(seed, "ADA", "other-ada@example.com")
    monkeypatch.setattr(seed, "GRACE", "other-grace@example.com")
    with pytest.raises(SystemExit, match=r"^Nothing was added, [^\n]+general[^\n]+$"):
        seed.main()
    credentials = {"email": seed.ADA, "password": seed.PASSWORD}
    assert api.post("/api/v1/auth/login", json=credentials).status_code == 401


def test_there_is_no_demo_account_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("PASSWORD_MEMORY_KIB", "19456")
    with pytest.raises(SystemExit, match="ENVIRONMENT"):
        seed.main()
