from django.db.models import QuerySet

from app.accounts.models import User
from app.database import delete_locked


def remove_users(users: QuerySet[User]) -> None:
    """Remove accounts with all that belongs to them."""
    # They are found without a lock, which could wait for those that are being added.
    for user in users:
        delete_locked(User.objects.filter(id=user.id))
