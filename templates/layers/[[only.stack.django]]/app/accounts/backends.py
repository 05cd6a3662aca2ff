from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from app.accounts.models import User
from app.failures import TooManyAttempts
from app.guards import limits, network_of_client
from app.text import email_key


class LimitedBackend(ModelBackend):
    """Signs in to the admin, as slowly as the API lets anyone guess passwords."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: Any
    ) -> User | None:
        if request is None or username is None:
            return None
        account, network = f"account {email_key(username)}", network_of_client(request)
        try:
            limits.failed_sign_ins.count(account, network)
        except TooManyAttempts:
            raise PermissionDenied from None
        user = super().authenticate(request, username, password)
        if user is not None:
            limits.failed_sign_ins.forget(account)
            limits.failed_sign_ins.take_back(network)
        return user
