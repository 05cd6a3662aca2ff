from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import BaseUserManager

from app.text import email_key

if TYPE_CHECKING:
    from app.accounts.models import User


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email_key=email_key(username or ""))

    def create_superuser(self, *, password: str | None, **fields: Any) -> "User":
        """For `manage.py createsuperuser`."""
        user = self.model(is_staff=True, is_superuser=True, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user
