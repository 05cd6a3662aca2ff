"""All paths: those of the server itself, and the features of this project."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from app import docs, health, web
from app.routes import urls

urlpatterns = [
    path("", web.Index.as_view()),
    path("web/<name>", web.Asset.as_view()),
    path("healthz", health.Healthz.as_view()),
    path("readyz", health.Readyz.as_view()),
    path("openapi.json", docs.Contract.as_view()),
    path("docs", docs.Page.as_view()),
    path("docs/start.js", docs.Start.as_view()),
    *[path(f"docs/{name}", docs.Asset.as_view(), {"name": name}) for name in docs.TYPES],
    *[path("", include(each)) for each in urls],
]
if settings.HAS_ADMIN:
    urlpatterns.append(path("admin/", admin.site.urls))

handler400 = "app.errors.bad_request"
handler404 = "app.errors.not_found"
handler500 = "app.errors.bug"
