"""The contract, and the API reference."""

from pathlib import Path

import drf_spectacular_sidecar
from django.http import HttpRequest, HttpResponse

from app.files import answer_file
from app.reference import CONTRACT, PAGE, POLICY, START
from app.views import ApiView

PACKAGE = Path(drf_spectacular_sidecar.__file__).parent
ASSETS = PACKAGE / "static" / "drf_spectacular_sidecar" / "swagger-ui-dist"
TYPES = {"swagger-ui-bundle.js": "text/javascript", "swagger-ui.css": "text/css"}


class Contract(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(CONTRACT, content_type="application/json")


class Page(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(PAGE, headers={"Content-Security-Policy": POLICY})


class Start(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(START, content_type="text/javascript")


class Asset(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest, name: str) -> HttpResponse:
        return answer_file(request, ASSETS / name, media_type=TYPES[name])
