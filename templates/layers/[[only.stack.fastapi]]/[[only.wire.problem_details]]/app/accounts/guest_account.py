import secrets

from app.accounts.models import User
from app.accounts.routes import email_key


def make_guest(name: str, password_hash: str) -> User:
    """An account with an address that cannot be guessed."""
    email = f"guest-{secrets.token_hex(8)}@guest.invalid"
    return User(
        email=email, email_key=email_key(email), name=name, password_hash=password_hash, is_guest=True
    )
