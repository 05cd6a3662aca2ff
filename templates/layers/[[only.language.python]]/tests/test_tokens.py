from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest

from app.tokens import issue_access_token, read_access_token

KEY, OTHER_KEY = "k" * 32, "o" * 32
ALICE = uuid4()


def signed(key: str = KEY, algorithm: str = "HS256", **changes: object) -> str:
    now = datetime.now(UTC)
    claims = {"sub": str(ALICE), "iat": now, "exp": now + timedelta(minutes=1)} | changes
    return jwt.encode(claims, key, algorithm=algorithm)


def test_a_token_names_its_user() -> None:
    token = issue_access_token({"sub": ALICE}, secret_key=KEY, lifetime=timedelta(minutes=1))
    assert read_access_token(token, "sub", secret_key=KEY) == ALICE


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        signed(OTHER_KEY),
        signed(KEY * 2, "HS512"),
        signed("", "none"),
        signed(exp=datetime.now(UTC) - timedelta(seconds=1)),
        signed(sub="alice"),
        signed() + "x",
    ],
    ids=["empty", "garbage", "other key", "other algorithm", "unsigned", "expired", "no id", "changed"],
)
def test_any_other_token_names_nobody(token: str) -> None:
    assert read_access_token(token, "sub", secret_key=KEY) is None
