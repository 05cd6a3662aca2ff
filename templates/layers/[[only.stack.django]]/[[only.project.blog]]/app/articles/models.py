from django.conf import settings
from django.db import models

from app.database import now
from app.fields import LongText, Moment, Text


class Tag(models.Model):
    name = Text(max_length=64, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Article(models.Model):
    """Ids increase, so the newest article has the highest one."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="articles", db_index=False
    )
    slug = Text(max_length=300, unique=True)
    title = Text(max_length=255)
    description = Text(max_length=1000)
    body = LongText()
    tags = models.ManyToManyField(Tag, related_name="articles", blank=True)
    favorited_by = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="favorites", blank=True, db_table="articles_favorite"
    )
    created_at = Moment(default=now, editable=False)
    updated_at = Moment(default=now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["author", "id"])]

    def __str__(self) -> str:
        return self.title
