from django.conf import settings
from django.db import models

from app.articles.models import Article
from app.database import now
from app.fields import LongText, Moment


class Comment(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="comments", db_index=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="comments")
    body = LongText()
    created_at = Moment(default=now, editable=False)
    updated_at = Moment(default=now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["article", "id"])]

    def __str__(self) -> str:
        return f"{self.author} on {self.article}"
