from datetime import UTC, datetime, timedelta
from uuid import uuid4

import jwt
import pytest

from app.tokens import issue_access_token, read_access_token

KEY, OTHER_KEY = "k" * 32, "o" * 32
ALICE = uuid4()


def claims(**changes: object) -> dict[str, object]:
    now = datetime.now(UTC)
    return {"sub": str(ALICE), "iat": now, "exp": now + timedelta(minutes=1)} | changes


def test_a_token_names_its_user() -> None:
    assert read_access_token(issue_access_token(ALICE, secret_key=KEY), secret_key=KEY) == ALICE


@pytest.mark.parametrize(
    "token",
    [
        "",
        "a.b.c",
        "...",
        jwt.encode(claims(), OTHER_KEY, algorithm="HS256"),
        jwt.encode(claims(), KEY * 2, algorithm="HS512"),
        jwt.encode(claims(), "", algorithm="none"),
        jwt.encode(claims(exp=datetime.now(UTC) - timedelta(seconds=1)), KEY, algorithm="HS256"),
        jwt.encode({"sub": str(ALICE), "iat": datetime.now(UTC)}, KEY, algorithm="HS256"),
        jwt.encode(claims(sub="alice"), KEY, algorithm="HS256"),
        issue_access_token(ALICE, secret_key=KEY) + "x",
        "W1tb" * 20_000 + ".e30.e30",
    ],
    ids=[
        "empty",
        "garbage",
        "dots",
        "foreign key",
        "other algorithm",
        "no algorithm",
        "expired",
        "eternal",
        "no id",
        "changed",
        "nested",
    ],
)
def test_any_other_token_names_nobody(token: str) -> None:
    assert read_access_token(token, secret_key=KEY) is None
