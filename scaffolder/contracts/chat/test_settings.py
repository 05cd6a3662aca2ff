"""What only a chat reads from its environment."""

import secrets

import pytest

from scaffolder.contracts.common.test_settings import SECRET, refuses
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
    refuses(boot, name, value)


def test_production_rejects_a_short_pusher_secret(boot: Boot) -> None:
    key = secrets.token_hex(32)
    refuses(boot, "PUSHER_SECRET", SECRET, ENVIRONMENT="production", SECRET_KEY=key)
