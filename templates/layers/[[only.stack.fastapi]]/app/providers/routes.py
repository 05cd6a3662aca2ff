"""Signing in with a provider, and linking one to an account."""

from dataclasses import replace
from urllib.parse import urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.accounts.current_user import CurrentUser, get_current_user
from app.accounts.from_providers import PREFIX, SignedIn, sign_in
from app.dependencies import ClientNetwork, RateLimitsDep, SessionDep, SettingsDep
from app.failures import ProviderFailed, StartAgain
from app.providers import identities
from app.providers.callbacks import hand_out_code, use_code, use_state
from app.providers.dependencies import ProviderDep, ProvidersDep, attempt_of, keep
from app.providers.schemas import ProviderAddress, ProviderAnswer, ProviderCode, ProviderLink, ProviderList
from app.routing import Router

public = Router(prefix=PREFIX)
router = Router(prefix=PREFIX, dependencies=[Depends(get_current_user)])


@public.get("/providers")
async def list_providers(providers: ProvidersDep) -> ProviderList:
    return ProviderList(
        items=[
            ProviderAnswer(id=each.id, name=each.name, url=f"{PREFIX}/{each.id}/authorize")
            for each in providers.values()
        ]
    )


@public.post("/exchange")
async def exchange(
    request: Request, body: ProviderCode, settings: SettingsDep, session: SessionDep
) -> SignedIn:
    user = await use_code(session, body.code, attempt_of(request, settings).state)
    return await sign_in(session, user, settings)


@public.get("/{provider}/authorize")
async def authorize(provider: ProviderDep, settings: SettingsDep) -> Response:
    url, attempt = await provider.begin()
    response = RedirectResponse(url, 302)
    keep(response, attempt, settings)
    return response


@public.get("/{provider}/callback")
async def come_back(
    request: Request,
    provider: ProviderDep,
    settings: SettingsDep,
    session: SessionDep,
    limits: RateLimitsDep,
    network: ClientNetwork,
) -> Response:
    limits.callbacks.count(network)
    attempt = attempt_of(request, settings)
    query = request.query_params
    is_own = (attempt.provider, attempt.state) == (provider.id, query.get("state"))
    if not is_own or not provider.has_answered(query):
        raise StartAgain("This is not the answer to what this browser asked. Start to sign in again.")
    await use_state(session, attempt.state)
    if query.get("error") == "access_denied":
        return to_page(error="access_denied")
    if query.get("error"):
        raise ProviderFailed(f"{provider.name} could not sign you in. Try again.")
    if not query.get("code"):
        raise StartAgain("The code is missing. Start to sign in again.")

    person = await provider.identify(query["code"], attempt)
    try:
        if attempt.account:
            await identities.link(session, person, attempt.account)
            return to_page(linked=provider.id)
        user_id = await identities.account_of(session, person)
    except identities.Refused as refused:
        return to_page(error=refused.code)
    return to_page(code=await hand_out_code(session, attempt.state, user_id))


@router.get("/{provider}/link")
async def show_link(provider: ProviderDep, user: CurrentUser, session: SessionDep) -> ProviderLink:
    return ProviderLink(linked=await identities.is_linked(session, user, provider.issuer))


@router.post("/{provider}/link")
async def link(
    provider: ProviderDep, user: CurrentUser, session: SessionDep, settings: SettingsDep, response: Response
) -> ProviderAddress:
    await session.commit()  # and give the connection back: the provider may be slow
    url, attempt = await provider.begin()
    keep(response, replace(attempt, user_id=str(user.id)), settings)
    return ProviderAddress(url=url)


@router.delete("/{provider}/link", status_code=204)
async def unlink(
    provider: ProviderDep, providers: ProvidersDep, user: CurrentUser, session: SessionDep
) -> None:
    issuers = [each.issuer for each in providers.values()]
    await identities.unlink(session, user, provider.issuer, issuers=issuers)


def to_page(**parameters: str) -> Response:
    return RedirectResponse(f"/?{urlencode(parameters)}", 302)
