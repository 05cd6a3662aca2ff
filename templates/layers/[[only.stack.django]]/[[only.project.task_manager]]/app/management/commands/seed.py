"""An account with sample data: `manage.py seed`. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from app.accounts.users import add_user, find_user
from app.failures import Conflict
from app.guards import hashing
from app.sample import add_sample

EMAIL = "demo@example.com"
PASSWORD = "correct horse battery staple"


class Command(BaseCommand):
    help = "Add an account with sample data"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV.environment == "production":
            raise CommandError("ENVIRONMENT: not in production, because the password is public.")
        found = find_user(EMAIL)
        if found is None or not found.check_password(PASSWORD):
            self.add_demo()
        self.stdout.write(f"Sign in as {EMAIL} with the password: {PASSWORD}")

    @transaction.atomic
    def add_demo(self) -> None:
        try:
            add_sample(add_user(email=EMAIL, name="Demo", password=hashing.hash(PASSWORD)))
        except Conflict:
            raise CommandError(f"Nothing was added, because one of these names is taken: {EMAIL}.") from None
