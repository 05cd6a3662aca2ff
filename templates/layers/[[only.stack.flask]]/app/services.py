"""What the application shares between requests."""

from dataclasses import dataclass

from flask import current_app
from flask.sansio.app import App

from app.engine import Database
from app.hashing import Hashing
from app.providers.clients import Provider
from app.rate_limits import RateLimits
from app.settings import Settings


@dataclass(frozen=True)
class Services:
    settings: Settings
    database: Database
    rate_limits: RateLimits
    hashing: Hashing
    providers: dict[str, Provider]


def services_of(app: App) -> Services:
    found: Services = app.extensions["services"]
    return found


def get_services() -> Services:
    """Those of the application that answers this request."""
    return services_of(current_app)


def get_settings() -> Settings:
    return get_services().settings
