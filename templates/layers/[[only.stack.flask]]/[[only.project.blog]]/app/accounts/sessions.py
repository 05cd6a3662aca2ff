"""What a client receives when it signs in."""

from datetime import timedelta

from app.accounts.models import User
from app.accounts.schemas import UserAnswer, UserEnvelope
from app.settings import Settings
from app.tokens import issue_access_token

# This API has no refresh tokens: each response with a user contains a new token instead.
LIFETIME = timedelta(days=1)


def envelope_of(user: User, settings: Settings) -> UserEnvelope:
    claims = {"sub": user.token_subject}
    token = issue_access_token(claims, secret_key=settings.secret_key, lifetime=LIFETIME)
    return UserEnvelope(
        user=UserAnswer(email=user.email, token=token, username=user.username, bio=user.bio, image=user.image)
    )
