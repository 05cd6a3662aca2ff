"""What a client receives when it signs in."""

from datetime import timedelta

from django.conf import settings

from app.accounts.models import User
from app.accounts.refresh_tokens import Issued
from app.accounts.schemas import SessionAnswer, UserAnswer
from app.tokens import issue_access_token

LIFETIME = timedelta(minutes=15)


def session_of(user: User, issued: Issued) -> SessionAnswer:
    # The session too: subscriptions end with it.
    claims = {"sub": user.id, "sid": issued.sign_in_id}
    return SessionAnswer(
        user=UserAnswer.model_validate(user),
        access_token=issue_access_token(claims, secret_key=settings.SECRET_KEY, lifetime=LIFETIME),
        expires_in=int(LIFETIME.total_seconds()),
        refresh_token=issued.token,
    )
