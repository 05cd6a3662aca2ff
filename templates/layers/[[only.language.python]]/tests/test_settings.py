import re
import secrets
import socket
import subprocess

import pytest

from app.__main__ import listen
from app.routes import load_settings
from app.settings import DEVELOPMENT_SECRET
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("ENVIRONMENT", "staging"),
        ("DATABASE_URL", "oracle://host/name"),
        ("CORS_ORIGINS", "https://a.example, app.example.com"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,proxy"),
    ],
)
def test_an_invalid_setting_is_named(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=f"^{name}: [^\n]+$"):
        load_settings()


@pytest.mark.parametrize("secret", [None, "short", DEVELOPMENT_SECRET])
def test_production_refuses_a_weak_secret(secret: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.delenv("SECRET_KEY")
    if secret is not None:
        monkeypatch.setenv("SECRET_KEY", secret)
    with pytest.raises(SystemExit, match="SECRET_KEY"):
        load_settings()


def test_production_accepts_its_own_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("SECRET_KEY", secrets.token_hex(32))
    monkeypatch.delenv("PASSWORD_MEMORY_KIB")
    assert load_settings().environment == "production"


def test_production_refuses_to_hash_passwords_with_little_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    monkeypatch.setenv("SECRET_KEY", secrets.token_hex(32))
    monkeypatch.setenv("PASSWORD_MEMORY_KIB", "19455")
    with pytest.raises(SystemExit, match=r"^PASSWORD_MEMORY_KIB: "):
        load_settings()
    monkeypatch.setenv("PASSWORD_MEMORY_KIB", "19456")
    assert load_settings().password_memory_kib == 19456


def test_production_refuses_every_secret_in_the_repository() -> None:
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.splitlines()
    named = re.compile(r"SECRET(?:_KEY)?[\"']?\s*[:=]\s*[\"']?([\w-]{32,})")
    found = {
        secret
        for name in files
        if (ROOT / name).is_file()
        for secret in named.findall((ROOT / name).read_text(encoding="utf-8", errors="ignore"))
    }
    assert found <= {DEVELOPMENT_SECRET}


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", "https://a.example, http://localhost:5173,")
    assert load_settings().cors_origins == ["https://a.example", "http://localhost:5173"]


def test_a_port_that_is_taken_is_named() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(SystemExit, match=r"^PORT: cannot listen"),
    ):
        listen("127.0.0.1", other.getsockname()[1])
