from django.db.models import Exists, OuterRef

from app.accounts.models import User
from app.bodies import is_sound
from app.failures import NotFound
from app.profiles.schemas import Profile

Follow = User.following.through


def follows(viewer: User | None, user: str = "pk") -> Exists:
    """Whether the viewer follows the user in this column. An anonymous viewer follows nobody."""
    of_viewer = Follow.objects.filter(from_user=viewer) if viewer else Follow.objects.none()
    return Exists(of_viewer.filter(to_user=OuterRef(user)))


def find_user(username: str) -> User:
    user = User.objects.filter(username=username).first() if is_sound(username) else None
    if user is None:
        raise NotFound("not found", about="profile")
    return user


def profile_of(user: User, *, following: bool) -> Profile:
    return Profile(username=user.username, bio=user.bio, image=user.image, following=following)
