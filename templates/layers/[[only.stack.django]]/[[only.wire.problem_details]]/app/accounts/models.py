from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models

from app.accounts.managers import UserManager
from app.database import now
from app.fields import Identifier, LongText, Moment, Text
from app.text import email_key


class User(AbstractBaseUser, PermissionsMixin):
    id = Identifier(primary_key=True, default=uuid4, editable=False)
    # Implied by the unique key, but Django's commands ask for it.
    email = Text("e-mail address", max_length=254, unique=True)
    # Normalized for comparison. Case folding can turn a letter into three.
    email_key = Text(max_length=762, unique=True, editable=False)
    name = Text(max_length=100)
    is_guest = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False, help_text="Can sign in to the admin.")
    created_at = Moment(default=now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "users"
        indexes = [models.Index(fields=["is_guest", "created_at"])]

    def __str__(self) -> str:
        return self.email

    def save(self, *args: Any, **options: Any) -> None:
        self.email_key = email_key(self.email)
        super().save(*args, **options)


class SignIn(models.Model):
    """A family of refresh tokens. Deleting its row deletes its tokens."""

    id = Identifier(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    expires_at = Moment()

    def __str__(self) -> str:
        return str(self.id)


class RefreshToken(models.Model):
    token_hash = Text(max_length=64, primary_key=True)
    sign_in = models.ForeignKey(SignIn, models.CASCADE, related_name="tokens")
    expires_at = Moment()
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.token_hash


class IdempotentRequest(models.Model):
    """A request with an `Idempotency-Key`, and its response."""

    user = models.ForeignKey(User, models.CASCADE, db_index=False)
    key = Text(max_length=255)
    fingerprint = Text(max_length=64)
    started_at = Moment()
    # Null until there is a response.
    status = models.PositiveSmallIntegerField(null=True)
    location = Text(max_length=255, default="")
    etag = Text(max_length=64, default="")
    body = LongText(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="unique_idempotency_key")]
        indexes = [models.Index(fields=["user", "started_at"])]

    def __str__(self) -> str:
        return self.key
