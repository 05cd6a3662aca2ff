import pytest

from app.channels.settings import ChannelSettings


def test_production_requires_a_long_pusher_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("PASSWORD_MEMORY_KIB", "19456")
    monkeypatch.setenv("PUSHER_SECRET", "short")
    with pytest.raises(SystemExit, match=r"^PUSHER_SECRET: "):
        ChannelSettings.load()
