"""Refresh tokens are single-use, and stored as hashes.

A reused one was stolen, so its whole family is revoked.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from app.accounts.models import RefreshToken, SignIn, User
from app.database import delete_locked, now
from app.failures import Unauthenticated

LIFETIME = timedelta(days=30)
REFUSED = "This refresh token is invalid. Sign in again."


@dataclass(frozen=True)
class Issued:
    """A refresh token, and the session that it belongs to."""

    sign_in_id: UUID
    token: str


@transaction.atomic
def start_family(user: User) -> Issued:
    """Sign `user` in; delete expired tokens of earlier sessions."""
    moment = now()
    user.sign_ins.filter(expires_at__lte=moment).delete()
    return add_token(user.sign_ins.create(expires_at=moment + LIFETIME))


def rotate(token: str) -> tuple[User, Issued]:
    """Exchange a token for the next of its family. Reusing a token revokes the family."""
    with transaction.atomic():
        # Always lock the family's row first, so that concurrent requests cannot deadlock.
        sign_in = family_of(token).select_for_update().first()
        if sign_in is None:
            raise Unauthenticated(REFUSED)
        unused = sign_in.tokens.filter(token_hash=hash_token(token), used=False, expires_at__gt=now())
        if unused.update(used=True):
            sign_in.expires_at = now() + LIFETIME
            sign_in.save(update_fields=["expires_at"])
            return sign_in.user, add_token(sign_in)
        sign_in.delete()
    raise Unauthenticated(REFUSED)


def end_family(token: str) -> None:
    """Delete the session that `token` belongs to. Unknown tokens are ignored."""
    delete_locked(family_of(token))


def family_of(token: str) -> QuerySet[SignIn]:
    """Without a join, so that locking it locks nothing else."""
    token_of_family = RefreshToken.objects.filter(token_hash=hash_token(token))
    return SignIn.objects.filter(id__in=token_of_family.values("sign_in"))


def add_token(sign_in: SignIn) -> Issued:
    token = secrets.token_urlsafe(32)
    sign_in.tokens.create(token_hash=hash_token(token), expires_at=now() + LIFETIME)
    return Issued(sign_in.id, token)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
