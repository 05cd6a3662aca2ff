from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from pydantic import MISSING

from app.accounts.answers import answer_user
from app.accounts.models import User
from app.accounts.schemas import Credentials, NewUser, UserChanges
from app.accounts.users import find_user, save
from app.envelopes import enveloped
from app.failures import Unauthenticated
from app.guards import hashing, limits, network_of_client
from app.text import email_key
from app.views import ApiView, answer


class Register(ApiView):
    public = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        body = enveloped(request, "user", NewUser)
        limits.registrations.count(network_of_client(request))
        created = User()
        change(created, body)
        save(created)
        return answer(answer_user(created), status=201)


class Login(ApiView):
    public = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        body = enveloped(request, "user", Credentials)
        account, network = f"account {email_key(body.email)}", network_of_client(request)
        limits.failed_sign_ins.count(account, network)
        user = find_user(body.email)
        if not hashing.match(body.password, user.password if user else None) or user is None:
            raise Unauthenticated("invalid", about="credentials")
        limits.failed_sign_ins.forget(account)
        limits.failed_sign_ins.take_back(network)
        return answer(answer_user(user))


class Me(ApiView):
    def get(self, request: HttpRequest) -> HttpResponse:
        return answer(answer_user(self.user))

    def put(self, request: HttpRequest) -> HttpResponse:
        change(self.user, enveloped(request, "user", UserChanges))
        save(self.user)
        return answer(answer_user(self.user))


def change(user: User, fields: NewUser | UserChanges) -> None:
    for name, value in fields.model_dump(exclude={"password"}).items():
        setattr(user, name, value)
    if fields.password is not MISSING:
        user.password = hashing.hash(fields.password)
        user.token_subject = uuid4()
