from django.db.models import QuerySet

from app.accounts.models import User
from app.database import delete_locked


def remove_users(users: QuerySet[User]) -> None:
    """Remove accounts with all that belongs to them."""
    delete_locked(users)
