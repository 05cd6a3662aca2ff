from django.conf import settings
from django.db import models

from app.database import now
from app.fields import Moment, Text


class Identity(models.Model):
    """A person at a provider, and the account that they sign in to."""

    issuer = Text(max_length=255)
    subject = Text(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities")
    created_at = Moment(default=now, editable=False)

    class Meta:
        verbose_name_plural = "identities"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="unique_identity")]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class Callback(models.Model):
    """A state that has been used, and the code that its browser can exchange once."""

    state_hash = Text(max_length=64, primary_key=True)
    code_hash = Text(max_length=64, null=True)  # null again after it was used
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    created_at = Moment(default=now, db_index=True)

    def __str__(self) -> str:
        return self.state_hash
