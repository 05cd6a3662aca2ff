"""An account with sample data: `python -m app.seed`. Running it again changes nothing."""

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.users import add_user, find_user
from app.engine import Database
from app.failures import Conflict
from app.passwords import Passwords
from app.sample import add_sample
from app.settings import Settings

EMAIL = "demo@example.com"
PASSWORD = "correct horse battery staple"
# They have to be free.
NAMES = [EMAIL]


def main() -> None:
    settings = Settings.load()
    if settings.environment == "production":
        raise SystemExit("ENVIRONMENT: not in production, because the password is public.")
    try:
        add_missing(settings)
    except (Conflict, IntegrityError):
        names = ", ".join(NAMES)
        raise SystemExit(f"Nothing was added, because one of these names is taken: {names}.") from None
    print(f"Sign in as {EMAIL} with the password: {PASSWORD}")  # noqa: T201 - said to a person


def add_missing(settings: Settings) -> None:
    database = Database(settings.database_url)
    passwords = Passwords(settings.password_memory_kib)
    try:
        with database.sessions.begin() as session:
            found = find_user(session, EMAIL)
            if found is None or not passwords.match(PASSWORD, found.password_hash):
                add_demo(session, passwords)
    finally:
        database.close()


def add_demo(session: Session, passwords: Passwords) -> None:
    user = add_user(session, email=EMAIL, name="Demo", password_hash=passwords.hash(PASSWORD))
    add_sample(session, user)


if __name__ == "__main__":
    main()
