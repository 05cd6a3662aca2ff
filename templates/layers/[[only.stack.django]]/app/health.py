"""Liveness and readiness checks."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from app.failures import Unavailable
from app.views import ApiView


class Healthz(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"status": "ok"})


class Readyz(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            raise Unavailable("The database is unavailable.") from None
        return JsonResponse({"status": "ok"})
