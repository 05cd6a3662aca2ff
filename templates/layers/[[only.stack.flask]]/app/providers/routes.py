"""Signing in with a provider, and linking one to an account."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app.accounts.current_user import get_current_user, require_user
from app.accounts.from_providers import PREFIX, sign_in
from app.event_loop import wait_for
from app.failures import NotFound, ProviderFailed, StartAgain
from app.providers import identities
from app.providers.callbacks import hand_out_code, use_code, use_state
from app.providers.clients import Provider
from app.providers.cookies import attempt_of, keep
from app.providers.schemas import ProviderAddress, ProviderAnswer, ProviderCode, ProviderLink, ProviderList
from app.requests import answer, body_of, client_network, no_content
from app.services import get_services, get_settings
from app.session import get_session

public = Blueprint("public_providers", __name__, url_prefix=PREFIX)
blueprint = Blueprint("providers", __name__, url_prefix=PREFIX)
blueprint.before_request(require_user)


def find_provider(provider_id: str) -> Provider:
    providers = get_services().providers
    if provider_id not in providers:
        raise NotFound("There is no such provider.")
    return providers[provider_id]


@public.get("/providers")
def list_providers() -> Response:
    providers = get_services().providers.values()
    items = [
        ProviderAnswer(id=each.id, name=each.name, url=f"{PREFIX}/{each.id}/authorize") for each in providers
    ]
    return answer(ProviderList(items=items))


@public.post("/exchange")
def exchange() -> Response:
    body, session = body_of(ProviderCode), get_session()
    user = use_code(session, body.code, attempt_of(request).state)
    return answer(sign_in(session, user, get_settings()))


@public.get("/<provider>/authorize")
def authorize(provider: str) -> Response:
    url, attempt = wait_for(find_provider(provider).begin())
    response = redirect(url)
    keep(response, attempt)
    return response


@public.get("/<provider>/callback")
def come_back(provider: str) -> Response:
    asked, session = find_provider(provider), get_session()
    get_services().rate_limits.callbacks.count(client_network())
    attempt = attempt_of(request)
    query = request.args
    is_own = (attempt.provider, attempt.state) == (asked.id, query.get("state"))
    if not is_own or not asked.has_answered(query):
        raise StartAgain("This is not the answer to what this browser asked. Start to sign in again.")
    use_state(session, attempt.state)
    if query.get("error") == "access_denied":
        return to_page(error="access_denied")
    if query.get("error"):
        raise ProviderFailed(f"{asked.name} could not sign you in. Try again.")
    if not query.get("code"):
        raise StartAgain("The code is missing. Start to sign in again.")

    person = wait_for(asked.identify(query["code"], attempt))
    try:
        if attempt.account:
            identities.link(session, person, attempt.account)
            return to_page(linked=asked.id)
        user_id = identities.account_of(session, person)
    except identities.Refused as refused:
        return to_page(error=refused.code)
    return to_page(code=hand_out_code(session, attempt.state, user_id))


@blueprint.get("/<provider>/link")
def show_link(provider: str) -> Response:
    issuer = find_provider(provider).issuer
    return answer(ProviderLink(linked=identities.is_linked(get_session(), get_current_user(), issuer)))


@blueprint.post("/<provider>/link")
def link(provider: str) -> Response:
    asked, user = find_provider(provider), get_current_user()
    get_session().commit()  # and give the connection back: the provider may be slow
    url, attempt = wait_for(asked.begin())
    response = answer(ProviderAddress(url=url))
    keep(response, replace(attempt, user_id=str(user.id)))
    return response


@blueprint.delete("/<provider>/link")
def unlink(provider: str) -> Response:
    issuer = find_provider(provider).issuer
    issuers = [each.issuer for each in get_services().providers.values()]
    identities.unlink(get_session(), get_current_user(), issuer, issuers=issuers)
    return no_content()


def to_page(**parameters: str) -> Response:
    return redirect(f"/?{urlencode(parameters)}")


def redirect(url: str) -> Response:
    return Response(status=302, headers={"Location": url})
