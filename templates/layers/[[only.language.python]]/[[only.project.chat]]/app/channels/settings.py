from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from app.settings import Settings


class ChannelSettings(Settings):
    redis_url: str | None = Field(default=None, pattern="^(redis|rediss|unix)://.")
    redis_tls: Literal["verify", "encrypt"] = "verify"
    pusher_key: str = Field(default="chat", pattern="^[A-Za-z0-9_-]{1,100}$")
    pusher_secret: str = ""
    activity_timeout: int = Field(default=120, ge=1, le=3600)

    @field_validator("redis_url")
    @classmethod
    def check_redis_url(cls, url: str | None) -> str | None:
        try:
            urlsplit(url or "").port  # noqa: B018 - reading it checks it
        except ValueError:
            raise ValueError("it cannot be read; percent-encode what is special in its password") from None
        return url

    @model_validator(mode="after")
    def refuse_processes_that_share_nothing(self) -> Self:
        if self.web_concurrency > 1 and self.redis_url is None:
            raise ValueError("WEB_CONCURRENCY: several processes need REDIS_URL")
        return self

    @model_validator(mode="after")
    def refuse_a_weak_pusher_secret_in_production(self) -> Self:
        if self.environment == "production" and 0 < len(self.pusher_secret) < 32:
            raise ValueError("PUSHER_SECRET: needs at least 32 characters; try `openssl rand -hex 32`")
        return self
