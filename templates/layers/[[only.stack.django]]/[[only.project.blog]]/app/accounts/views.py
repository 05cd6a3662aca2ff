from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from pydantic import MISSING

from app.accounts.answers import answer_user
from app.accounts.models import User
from app.accounts.schemas import Credentials, NewUser, UserChanges
from app.accounts.users import change_user, find_user, save
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
        created = User(**columns_of(body))
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
        columns = columns_of(enveloped(request, "user", UserChanges))
        return answer(answer_user(change_user(self.user, columns)))


def columns_of(fields: NewUser | UserChanges) -> dict[str, Any]:
    columns = fields.model_dump(exclude={"password"})
    if fields.password is not MISSING:
        columns |= {"password": hashing.hash(fields.password), "token_subject": uuid4()}
    return columns
