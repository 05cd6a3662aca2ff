"""Queries of accounts."""

import secrets
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from app.accounts.models import User
from app.database import delete_locked
from app.failures import Conflict, Unauthenticated
from app.text import email_key


def save(user: User) -> None:
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        is_namesake = User.objects.filter(username_key=user.username_key).exclude(id=user.id).exists()
        raise Conflict("has already been taken", about="username" if is_namesake else "email") from None


@transaction.atomic
def change_user(user: User, values: dict[str, Any]) -> User:
    # Locked, so that parallel changes do not undo each other.
    current = User.objects.select_for_update().filter(id=user.id).first()
    if current is None:
        raise Unauthenticated("is invalid")
    for name, value in values.items():
        setattr(current, name, value)
    save(current)
    return current


def find_user(email: str) -> User | None:
    return User.objects.filter(email_key=email_key(email)).first()


def add_guest(*, password: str) -> User:
    """The address cannot be guessed."""
    username = f"guest-{secrets.token_hex(8)}"
    email = f"{username}@guest.invalid"
    return User.objects.create(username=username, email=email, password=password, is_guest=True)


def delete_guests_before(moment: datetime) -> None:
    # They are found without a lock, which could wait for those that are being added.
    for guest in User.objects.filter(is_guest=True, created_at__lt=moment):
        # While someone adds to what is theirs, such as a comment, they stay until the next guest comes.
        with suppress(IntegrityError):
            delete_locked(User.objects.filter(id=guest.id))
