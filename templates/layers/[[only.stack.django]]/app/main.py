"""Builds the application: Django in threads, behind an ASGI server."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.asgi import InThreads
from app.cors import CrossOrigin
from app.middleware import AnswerNotModified, Application, NormalizePath, RequestContext
from app.routes import cross_origin, own_threads, token_paths


def create_app() -> Application:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django = get_wsgi_application()

    from django.conf import settings

    from app.protocols import serve

    # Each middleware wraps the ones above it.
    http: Any = InThreads(django, own_threads)
    if settings.ENV.cors_origins:
        http = CrossOrigin(http, origins=settings.ENV.cors_origins, rules=cross_origin)
    http = AnswerNotModified(http)
    http = RequestContext(http, token_paths=token_paths)
    http = NormalizePath(http)
    if settings.ENV.trusted_proxies:
        http = ProxyHeadersMiddleware(http, trusted_hosts=settings.ENV.trusted_proxies)
    return serve(http)
