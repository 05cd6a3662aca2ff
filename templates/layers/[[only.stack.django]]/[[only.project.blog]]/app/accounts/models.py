from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models

from app.accounts.managers import UserManager
from app.database import now
from app.fields import Identifier, Moment, Text
from app.text import as_compared, email_key


class User(AbstractBaseUser, PermissionsMixin):
    id = Identifier(primary_key=True, default=uuid4, editable=False)
    username = Text(max_length=64, unique=True)
    # Normalized for comparison. Composing a letter can turn it into three.
    username_key = Text(max_length=192, unique=True, editable=False)
    # Implied by the unique key, but Django's commands ask for it.
    email = Text("e-mail address", max_length=254, unique=True)
    # Normalized for comparison. Case folding can turn a letter into three.
    email_key = Text(max_length=762, unique=True, editable=False)
    bio = Text(max_length=2000, null=True, blank=True)  # the API has null, and no empty text
    image = Text(max_length=2048, null=True, blank=True)
    # The subject of tokens. A new password sets a new one, which revokes older tokens.
    token_subject = Identifier(default=uuid4, unique=True, editable=False)
    following = models.ManyToManyField("self", symmetrical=False, related_name="followers", blank=True)
    is_guest = models.BooleanField(default=False)
    is_staff = models.BooleanField(default=False, help_text="Can sign in to the admin.")
    created_at = Moment(default=now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username"]

    class Meta:
        db_table = "users"
        indexes = [models.Index(fields=["is_guest", "created_at"])]

    def __str__(self) -> str:
        return self.username

    def save(self, *args: Any, **options: Any) -> None:
        self.username_key = as_compared(self.username)
        self.email_key = email_key(self.email)
        super().save(*args, **options)
