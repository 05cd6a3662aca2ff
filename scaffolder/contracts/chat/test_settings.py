"""Settings that only the chat has."""

import secrets

import pytest

from scaffolder.contracts.common.test_settings import SECRET, assert_rejected
from scaffolder.contracts.plugin import Boot

WRONG = [
    ("PUSHER_KEY", "two words"),
    ("PUSHER_KEY", "k" * 101),
    ("ACTIVITY_TIMEOUT", "soon"),
    ("ACTIVITY_TIMEOUT", "0"),
    ("REDIS_TLS", "maybe"),
    ("REDIS_URL", "127.0.0.1:6379"),
    ("REDIS_URL", f"http://:{SECRET}@127.0.0.1"),
    ("REDIS_URL", f"redis://:{SECRET}@127.0.0.1:port/0"),
]


@pytest.mark.parametrize(("name", "value"), WRONG, ids=[" ".join(each)[:40] for each in WRONG])
def test_an_invalid_chat_setting_is_reported_in_one_sentence(boot: Boot, name: str, value: str) -> None:
    assert_rejected(boot, name, value)


def test_production_rejects_a_short_pusher_secret(boot: Boot) -> None:
    key = secrets.token_hex(32)
    assert_rejected(boot, "PUSHER_SECRET", SECRET, ENVIRONMENT="production", SECRET_KEY=key)
