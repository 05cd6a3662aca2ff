"""Liveness and readiness checks."""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from app.failures import Unavailable
from app.readiness import answers_in_time
from app.views import ApiView


class Healthz(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        return JsonResponse({"status": "ok"})


class Readyz(ApiView):
    public = ("get",)

    def get(self, request: HttpRequest) -> HttpResponse:
        if not answers_in_time(is_up):
            raise Unavailable("The database is unavailable.")
        return JsonResponse({"status": "ok"})


def is_up() -> bool:
    """On a connection of its own, which is closed: connections belong to threads, and this one ends."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    finally:
        connection.close()
    return True
