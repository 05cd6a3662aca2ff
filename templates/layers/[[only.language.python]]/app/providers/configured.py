from app.providers.clients import Provider
from app.providers.github import GitHub
from app.providers.openid import OpenIdProvider
from app.settings import Settings


def configured_providers(settings: Settings) -> dict[str, Provider]:
    """The providers by id, in the order in which a page shows them."""
    providers: list[Provider] = []
    if settings.oidc_client_id:
        providers.append(OpenIdProvider(settings))
    if settings.github_client_id:
        providers.append(GitHub(settings))
    return {provider.id: provider for provider in providers}
