from django.conf import settings
from django.http import HttpRequest

from app.accounts.models import User
from app.failures import Unauthenticated
from app.tokens import read_access_token

REFUSED = "Sign in first: send a valid access token."


def get_current_user(request: HttpRequest) -> User:
    user_id = read_access_token(bearer_token(request), "sub", secret_key=settings.SECRET_KEY)
    user = User.objects.filter(id=user_id).first() if user_id else None
    if user is None:
        raise Unauthenticated(REFUSED)
    return user


def bearer_token(request: HttpRequest) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if scheme.lower() == "bearer" else ""
