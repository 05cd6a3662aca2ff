"""Queries of accounts."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from app.accounts.models import SignIn, User
from app.database import delete_locked
from app.failures import Conflict
from app.text import email_key


def add_user(*, email: str, name: str, password: str) -> User:
    """`password` is a hash, so that no transaction waits for it."""
    try:
        with transaction.atomic():
            return User.objects.create(email=email, name=name, password=password)
    except IntegrityError:
        raise Conflict("An account with this e-mail address exists.") from None


def add_guest(*, name: str, password: str) -> User:
    """An account with an address that cannot be guessed."""
    email = f"guest-{secrets.token_hex(8)}@guest.invalid"
    return User.objects.create(email=email, name=name, password=password, is_guest=True)


def find_user(email: str) -> User | None:
    return User.objects.filter(email_key=email_key(email)).first()


def guests_before(moment: datetime) -> QuerySet[User]:
    return User.objects.filter(is_guest=True, created_at__lt=moment)


@transaction.atomic
def delete_user(user: User) -> None:
    """Delete an account and all that belongs to it."""
    # First what a refresh locks first, so that they cannot deadlock.
    delete_locked(SignIn.objects.filter(user=user))
    delete_locked(User.objects.filter(id=user.id))
