from datetime import timedelta

from django.conf import settings

from app.accounts.models import User
from app.accounts.schemas import UserAnswer, UserEnvelope
from app.tokens import issue_access_token

# This API has no refresh tokens: each response with a user contains a new token instead.
LIFETIME = timedelta(days=1)


def answer_user(user: User) -> UserEnvelope:
    claims = {"sub": user.token_subject}
    token = issue_access_token(claims, secret_key=settings.SECRET_KEY, lifetime=LIFETIME)
    return UserEnvelope(
        user=UserAnswer(email=user.email, token=token, username=user.username, bio=user.bio, image=user.image)
    )
