from django.http import HttpRequest, HttpResponse
from pydantic import MISSING

from app.accounts import refresh_tokens
from app.accounts.schemas import Credentials, RefreshTokenBody, Registration, UserAnswer, UserChange
from app.accounts.sessions import session_of
from app.accounts.users import add_user, find_user
from app.failures import Unauthenticated
from app.guards import hashing, limits, network_of_client
from app.text import email_key
from app.views import ApiView, answer, body_of


class Register(ApiView):
    public = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        body = body_of(request, Registration)
        limits.registrations.count(network_of_client(request))
        user = add_user(email=body.email, name=body.name, password=hashing.hash(body.password))
        return answer(session_of(user, refresh_tokens.start_family(user)), status=201)


class Login(ApiView):
    public = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        body = body_of(request, Credentials)
        account, network = f"account {email_key(body.email)}", network_of_client(request)
        limits.failed_sign_ins.count(account, network)
        user = find_user(body.email)
        if not hashing.match(body.password, user.password if user else None) or user is None:
            raise Unauthenticated("The e-mail address or the password is wrong.")
        limits.failed_sign_ins.forget(account)
        limits.failed_sign_ins.take_back(network)
        return answer(session_of(user, refresh_tokens.start_family(user)))


class Refresh(ApiView):
    public = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        user, following = refresh_tokens.rotate(body_of(request, RefreshTokenBody).refresh_token)
        return answer(session_of(user, following))


class Logout(ApiView):
    public = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        refresh_tokens.end_family(body_of(request, RefreshTokenBody).refresh_token)
        return HttpResponse(status=204)


class Me(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(UserAnswer.model_validate(self.user))

    def patch(self, request: HttpRequest) -> HttpResponse:
        body = body_of(request, UserChange)
        if body.name is not MISSING:
            self.user.name = body.name
            self.user.save(update_fields=["name"])
        return answer(UserAnswer.model_validate(self.user))
