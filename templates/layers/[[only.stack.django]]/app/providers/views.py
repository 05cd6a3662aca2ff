"""Signing in with a provider, and linking one to an account."""

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from app.accounts.from_providers import PREFIX, sign_in
from app.event_loop import Result, wait_for
from app.failures import NotFound, ProviderFailed, StartAgain
from app.guards import limits, network_of_client
from app.providers import identities
from app.providers.callbacks import hand_out_code, use_code, use_state
from app.providers.clients import Provider
from app.providers.configured import configured_providers
from app.providers.cookies import attempt_of, keep
from app.providers.schemas import ProviderAddress, ProviderAnswer, ProviderCode, ProviderLink, ProviderList
from app.views import ApiView, answer, body_of

providers = configured_providers(settings.ENV)


def find_provider(name: str) -> Provider:
    if name not in providers:
        raise NotFound("There is no such provider.")
    return providers[name]


class Providers(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        items = [
            ProviderAnswer(id=each.id, name=each.name, url=f"{PREFIX}/{each.id}/authorize")
            for each in providers.values()
        ]
        return answer(ProviderList(items=items))


class Exchange(ApiView):
    public = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        body = body_of(request, ProviderCode)
        return answer(sign_in(use_code(body.code, attempt_of(request).state)))


class Authorize(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest, provider: str) -> HttpResponse:
        url, attempt = ask(find_provider(provider).begin())
        response = HttpResponseRedirect(url)
        keep(response, attempt)
        return response


class ComeBack(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest, provider: str) -> HttpResponse:
        asked = find_provider(provider)
        limits.callbacks.count(network_of_client(request))
        attempt = attempt_of(request)
        query = request.GET.dict()
        is_own = (attempt.provider, attempt.state) == (asked.id, query.get("state"))
        if not is_own or not asked.has_answered(query):
            raise StartAgain("This is not the answer to what this browser asked. Start to sign in again.")
        use_state(attempt.state)
        if query.get("error") == "access_denied":
            return to_page(error="access_denied")
        if query.get("error"):
            raise ProviderFailed(f"{asked.name} could not sign you in. Try again.")
        if not query.get("code"):
            raise StartAgain("The code is missing. Start to sign in again.")

        person = ask(asked.identify(query["code"], attempt))
        try:
            if attempt.account:
                identities.link(person, attempt.account)
                return to_page(linked=asked.id)
            user = identities.account_of(person)
        except identities.Refused as refused:
            return to_page(error=refused.code)
        return to_page(code=hand_out_code(attempt.state, user))


class Link(ApiView):
    def get(self, request: HttpRequest, provider: str) -> HttpResponse:
        issuer = find_provider(provider).issuer
        return answer(ProviderLink(linked=self.user.identities.filter(issuer=issuer).exists()))

    def post(self, request: HttpRequest, provider: str) -> HttpResponse:
        url, attempt = ask(find_provider(provider).begin())
        response = answer(ProviderAddress(url=url))
        keep(response, replace(attempt, user_id=str(self.user.id)))
        return response

    def delete(self, request: HttpRequest, provider: str) -> HttpResponse:
        issuers = [each.issuer for each in providers.values()]
        identities.unlink(self.user, find_provider(provider).issuer, issuers=issuers)
        return HttpResponse(status=204)


def ask(question: Coroutine[Any, Any, Result]) -> Result:
    # The provider may be slow, and the database has few connections.
    connection.close()
    return wait_for(question)


def to_page(**parameters: str) -> HttpResponse:
    return HttpResponseRedirect(f"/?{urlencode(parameters)}")
