from app.accounts.models import User
from app.accounts.users import delete_user


def remove_user(user: User) -> None:
    """Remove an account; everything that belongs to it is deleted by Django."""
    delete_user(user)
