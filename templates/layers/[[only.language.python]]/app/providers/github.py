from typing import Any

from pydantic import BaseModel, StrictInt, TypeAdapter

from app.providers.attempts import Attempt
from app.providers.clients import Person, Provider, get_json
from app.settings import Settings


class GitHubUser(BaseModel):
    id: StrictInt
    login: str
    name: str | None = None


class GitHubEmail(BaseModel):
    email: str
    primary: bool
    verified: Any


class GitHub(Provider):
    """GitHub has no ID tokens: its API says who has signed in."""

    id = "github"
    name = "GitHub"
    scope = "read:user user:email"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.issuer = settings.github_url
        self.client_id = settings.github_client_id
        self.client_secret = settings.github_client_secret

    async def discover(self) -> dict[str, str]:
        return {
            "authorization_endpoint": f"{self.issuer}/login/oauth/authorize",
            "token_endpoint": f"{self.issuer}/login/oauth/access_token",
            "token_endpoint_auth_method": "client_secret_post",
        }

    async def read_person(self, client: Any, attempt: Attempt) -> Person:
        # GitHub Enterprise has its API below its own address.
        is_public = self.issuer == "https://github.com"
        api = "https://api.github.com" if is_public else f"{self.issuer}/api/v3"
        user = GitHubUser.model_validate(await get_json(client, f"{api}/user"))
        emails = TypeAdapter(list[GitHubEmail]).validate_python(await get_json(client, f"{api}/user/emails"))
        verified = [each.email for each in emails if each.primary and each.verified is True]
        email = verified[0] if verified else None
        return Person(self.issuer, str(user.id), email, user.name or user.login)
