"""Two users and a room with messages: `manage.py seed`. Running it again changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from app.accounts.users import add_user, find_user
from app.failures import Conflict
from app.guards import hashing
from app.messages.queries import add_message
from app.rooms.queries import add_member, add_room

PASSWORD = "correct horse battery staple"
ADA, GRACE = "ada@example.com", "grace@example.com"
CONVERSATION = [
    (ADA, "Is this thing on?"),
    (GRACE, "Loud and clear 👋"),
    (ADA, "Open a second window, sign in as the other one of us, and type something."),
    (GRACE, "Then restart the server while we talk. Nothing gets lost, nothing arrives twice."),
]
# They have to be free.
NAMES = [ADA, GRACE, "general", "random"]


class Command(BaseCommand):
    help = "Add two users and a room with messages"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ENV.environment == "production":
            raise CommandError("ENVIRONMENT: not in production, because the password is public.")
        found = find_user(ADA)
        if found is None or not found.check_password(PASSWORD):
            try:
                self.add_demo()
            except Conflict:
                names = ", ".join(NAMES)
                raise CommandError(
                    f"Nothing was added, because one of these names is taken: {names}."
                ) from None
        self.stdout.write(f"Sign in as {ADA} or {GRACE} with the password: {PASSWORD}")

    @transaction.atomic
    def add_demo(self) -> None:
        password = hashing.hash(PASSWORD)
        ada, grace = (
            add_user(email=email, name=name, password=password)
            for email, name in ((ADA, "Ada"), (GRACE, "Grace"))
        )
        room = add_room(ada, {"name": "general", "topic": "Everything and nothing"})
        add_member(room, grace.id)
        add_room(grace, {"name": "random"})
        for email, body in CONVERSATION:
            add_message(room.id, author=ada if email == ADA else grace, body=body)
