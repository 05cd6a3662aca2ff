"""Two authors with sample articles: `manage.py seed`. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from app.accounts.models import User
from app.accounts.users import find_user
from app.articles.models import Article
from app.articles.schemas import NewArticle
from app.articles.slugs import slugify
from app.articles.writing import write_article
from app.guards import hashing

EMAIL = "demo@example.com"
PASSWORD = "correct horse battery staple"
USERS = [
    ("demo", EMAIL, None),
    ("grace", "grace@example.com", "I write about what I had to learn twice. 🐉"),
]
ARTICLES = [
    ("How to train your dragon", "Ever wonder how?", ["dragons", "training"]),
    ("Nobody reads the manual", "And what to do about it.", ["writing"]),
    ("Lists without surprises", "Pages, counts and one query too many.", ["sql", "writing"]),
]
SLUGS = [slugify(title) for title, _, _ in ARTICLES]
# They have to be free.
NAMES = [EMAIL, "grace@example.com", "demo", "grace", *SLUGS]


class Command(BaseCommand):
    help = "Add two authors with sample articles"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV.environment == "production":
            raise CommandError("ENVIRONMENT: not in production, because the password is public.")
        found = find_user(EMAIL)
        if found is None or not found.check_password(PASSWORD):
            try:
                self.add_demo()
            except IntegrityError:
                names = ", ".join(NAMES)
                raise CommandError(
                    f"Nothing was added, because one of these names is taken: {names}."
                ) from None
        self.stdout.write(f"Sign in as {EMAIL} with the password: {PASSWORD}")

    @transaction.atomic
    def add_demo(self) -> None:
        # Otherwise, the sample articles would get a random suffix.
        if Article.objects.filter(slug__in=SLUGS).exists():
            raise IntegrityError("an article with this title exists")
        password = hashing.hash(PASSWORD)
        reader, author = (
            User.objects.create(username=name, email=email, password=password, bio=bio)
            for name, email, bio in USERS
        )
        reader.following.add(author)
        for title, description, tags in ARTICLES:
            text = {"title": title, "description": description, "body": f"# {title}\n\n{description}"}
            article = write_article(author, NewArticle.model_validate(text | {"tagList": tags}))
            article.favorited_by.add(reader)
            article.comments.create(author=reader, body="Thank you so much!")
