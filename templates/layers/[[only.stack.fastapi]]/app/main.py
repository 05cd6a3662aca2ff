"""Builds the application, from the outermost layer inwards."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.middleware.exceptions import ExceptionMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app import docs, health, web
from app.cors import CrossOrigin
from app.engine import Database
from app.hashing import Hashing
from app.logs import configure_logs
from app.middleware import AnswerNotModified, NormalizePath, RequestContext
from app.passwords import Passwords
from app.providers.configured import configured_providers
from app.rate_limits import RateLimits
from app.rejection import RejectInvalidRequests
from app.routes import cross_origin, error_handlers, load_settings, routers, token_paths
from app.settings import Settings


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or load_settings()
    configure_logs(settings)

    app = FastAPI(
        # The contract is written first and shared with other implementations; a test compares the routes.
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        exception_handlers=error_handlers,
    )
    app.state.settings = settings
    app.state.database = Database(settings.database_url)
    app.state.rate_limits = RateLimits()
    app.state.hashing = Hashing(Passwords(settings.password_memory_kib))
    app.state.providers = configured_providers(settings)

    app.include_router(health.router)
    app.include_router(docs.router)
    app.include_router(web.router)
    for router in routers:
        app.include_router(router)

    # Each middleware wraps the ones above it.
    app.add_middleware(RejectInvalidRequests)
    # FastAPI's own handlers do not see what the middleware above raises.
    app.add_middleware(ExceptionMiddleware, handlers=error_handlers)
    if settings.cors_origins:
        app.add_middleware(CrossOrigin, origins=settings.cors_origins, rules=cross_origin)
    app.add_middleware(AnswerNotModified)
    app.add_middleware(RequestContext, token_paths=token_paths)
    app.add_middleware(NormalizePath)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.database.close()
