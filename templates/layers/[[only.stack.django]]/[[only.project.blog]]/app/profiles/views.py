from django.http import HttpRequest, HttpResponse

from app.accounts.current_user import get_viewer
from app.profiles.queries import find_user, profile_of
from app.profiles.schemas import ProfileEnvelope
from app.views import ApiView, answer


class OneProfile(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        viewer, user = get_viewer(request), find_user(username)
        is_followed = viewer is not None and viewer.following.filter(pk=user.pk).exists()
        return answer(ProfileEnvelope(profile=profile_of(user, following=is_followed)))


class Following(ApiView):
    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        user = find_user(username)
        self.user.following.add(user)
        return answer(ProfileEnvelope(profile=profile_of(user, following=True)))

    def delete(self, request: HttpRequest, username: str) -> HttpResponse:
        user = find_user(username)
        self.user.following.remove(user)
        return answer(ProfileEnvelope(profile=profile_of(user, following=False)))
