"""Builds the application, and the server around it, from the outermost layer inwards."""

from flask import Flask, request
from flask.typing import ResponseReturnValue
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import docs, health, web
from app.asgi import InThreads, Protocols, refusal_of
from app.cors import CrossOrigin
from app.engine import Database
from app.hashing import Hashing
from app.limits import NoRoute
from app.logs import configure_logs
from app.middleware import AnswerNotModified, Application, NormalizePath, RequestContext
from app.passwords import Passwords
from app.providers.configured import configured_providers
from app.rate_limits import RateLimits
from app.routes import (
    blueprints,
    cross_origin,
    error_handlers,
    load_settings,
    own_threads,
    protocols_of,
    token_paths,
)
from app.services import Services, services_of
from app.session import close_session, commit
from app.settings import Settings


class Api(Flask):
    def dispatch_request(self) -> ResponseReturnValue:
        """Commit before the response is sent: a client that received 201 can read its row."""
        response = super().dispatch_request()
        commit()
        return response


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or load_settings()
    configure_logs(settings)

    app = Api(__name__, static_folder=None)
    # Each path has one spelling, and OPTIONS is an operation like any other.
    app.url_map.merge_slashes = False
    app.config["PROVIDE_AUTOMATIC_OPTIONS"] = False
    app.extensions["services"] = Services(
        settings=settings,
        database=Database(settings.database_url),
        rate_limits=RateLimits(),
        hashing=Hashing(Passwords(settings.password_memory_kib)),
        providers=configured_providers(settings),
    )
    app.before_request(refuse)
    app.teardown_request(close_session)
    for kind, handler in error_handlers.items():
        app.register_error_handler(kind, handler)
    for blueprint in [health.blueprint, docs.blueprint, web.blueprint, *blueprints]:
        app.register_blueprint(blueprint)
    return app


def refuse() -> None:
    """Refuse before a route is looked for."""
    if refusal := refusal_of(request.environ):
        raise refusal
    # Werkzeug ignores additional slashes here.
    if request.environ["PATH_INFO"].startswith("//"):
        raise NoRoute


def create_server(app: Flask | None = None) -> Application:
    """The ASGI application that uvicorn runs."""
    app = app or create_app()
    settings = services_of(app).settings
    # Each middleware wraps the ones above it.
    http: Application = InThreads(app.wsgi_app, own_threads)
    if settings.cors_origins:
        http = CrossOrigin(http, origins=settings.cors_origins, rules=cross_origin)
    http = AnswerNotModified(http)
    http = RequestContext(http, token_paths=token_paths)
    http = NormalizePath(http)
    server: Application = Protocols(http=http, **protocols_of(app))
    if settings.trusted_proxies:
        return ProxyHeadersMiddleware(server, trusted_hosts=settings.trusted_proxies)  # type: ignore[return-value, arg-type]
    return server
