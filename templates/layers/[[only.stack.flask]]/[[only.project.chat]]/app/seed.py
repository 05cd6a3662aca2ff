"""Two users and a room with messages: `python -m app.seed`. Running it again changes nothing."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.users import add_user, find_user
from app.engine import Database
from app.failures import Conflict
from app.messages.queries import add_message
from app.passwords import Passwords
from app.rooms.models import Member, Room
from app.settings import Settings

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


def main() -> None:
    settings = Settings.load()
    if settings.environment == "production":
        raise SystemExit("ENVIRONMENT: not in production, because the password is public.")
    try:
        add_missing(settings)
    except (Conflict, IntegrityError):
        names = ", ".join(NAMES)
        raise SystemExit(f"Nothing was added, because one of these names is taken: {names}.") from None
    print(f"Sign in as {ADA} or {GRACE} with the password: {PASSWORD}")  # noqa: T201 - said to a person


def add_missing(settings: Settings) -> None:
    database = Database(settings.database_url)
    passwords = Passwords(settings.password_memory_kib)
    try:
        with database.sessions.begin() as session:
            found = find_user(session, ADA)
            if found is None or not passwords.match(PASSWORD, found.password_hash):
                add_demo(session, passwords)
    finally:
        database.close()


def add_demo(session: Session, passwords: Passwords) -> None:
    ada, grace = [
        add_user(session, email=email, name=name, password_hash=passwords.hash(PASSWORD))
        for email, name in ((ADA, "Ada"), (GRACE, "Grace"))
    ]
    room = Room(name="general", topic="Everything and nothing", private=False, created_by=ada.id)
    session.add_all([room, Room(name="random", topic=None, private=False, created_by=grace.id)])
    session.flush()
    session.add_all([Member(room_id=room.id, user_id=user.id) for user in (ada, grace)])
    session.flush()
    for email, body in CONVERSATION:
        add_message(session, room_id=room.id, author=ada if email == ADA else grace, body=body)


if __name__ == "__main__":
    main()
