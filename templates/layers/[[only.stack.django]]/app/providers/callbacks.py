"""Each state works once, and so does the code that a callback hands to the page."""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction

from app.accounts.models import User
from app.database import now
from app.failures import StartAgain
from app.providers import attempts
from app.providers.models import Callback

CODE_LIFETIME = timedelta(minutes=1)


def use_state(state: str) -> None:
    """Before the provider is asked, so that a callback that is sent many times asks it once."""
    Callback.objects.filter(created_at__lt=now() - attempts.LIFETIME).delete()
    try:
        with transaction.atomic():
            Callback.objects.create(state_hash=hash_of(state))
    except IntegrityError:
        raise StartAgain("This state was used. Start to sign in again.") from None


def hand_out_code(state: str, user: User) -> str:
    code = secrets.token_urlsafe(32)
    Callback.objects.filter(state_hash=hash_of(state)).update(code_hash=hash_of(code), user=user)
    return code


def use_code(code: str, state: str) -> User:
    valid = Callback.objects.filter(
        state_hash=hash_of(state), code_hash=hash_of(code), created_at__gt=now() - CODE_LIFETIME
    )
    callback = valid.select_related("user").first()
    if callback is None or callback.user is None or not valid.update(code_hash=None):
        raise StartAgain("This code is unknown, used or expired. Start to sign in again.")
    return callback.user


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
