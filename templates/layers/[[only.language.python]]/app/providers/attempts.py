"""What the callback of a provider is checked against. The browser keeps it in a signed cookie."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt

LIFETIME = timedelta(minutes=10)
ALGORITHM = "HS256"
# Access tokens have no audience, so neither can be used as the other.
AUDIENCE = "provider-callback"


@dataclass(frozen=True)
class Attempt:
    """`user_id` is the account to link the provider to, or None to sign in."""

    provider: str
    state: str
    nonce: str
    code_verifier: str
    user_id: str | None = None

    @property
    def account(self) -> UUID | None:
        return UUID(self.user_id) if self.user_id else None


def seal(attempt: Attempt, *, secret_key: str) -> str:
    claims = {**asdict(attempt), "aud": AUDIENCE, "exp": datetime.now(UTC) + LIFETIME}
    return jwt.encode(claims, secret_key, algorithm=ALGORITHM)


def unseal(cookie: str, *, secret_key: str) -> Attempt | None:
    """The attempt, or None if the cookie is missing, forged or expired."""
    try:
        claims = jwt.decode(
            cookie, secret_key, algorithms=[ALGORITHM], audience=AUDIENCE, options={"require": ["exp"]}
        )
    except (jwt.PyJWTError, ValueError, RecursionError):
        return None
    return Attempt(**{name: value for name, value in claims.items() if name not in ("aud", "exp")})
