"""What all views of the API have in common."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views import View
from pydantic import BaseModel

from app.accounts.current_user import get_current_user
from app.accounts.models import User
from app.bodies import check_media_type, parse
from app.errors import not_allowed
from app.failures import Invalid
from app.validation import Schema, validate


class ApiView(View):
    """A path of the API. Its methods need a signed-in caller, `self.user`, except those in `public`."""

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    public: tuple[str, ...] = ()
    user: User

    def dispatch(self, request: HttpRequest, *args: object, **values: object) -> HttpResponseBase:
        method = (request.method or "").lower()
        if method in self.allowed() and method.replace("head", "get") not in self.public:
            self.user = get_current_user(request)
        return super().dispatch(request, *args, **values)

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **values: object) -> HttpResponse:
        return not_allowed(", ".join(self.allowed()).upper())

    def allowed(self) -> list[str]:
        return [name for name in self.http_method_names if hasattr(self, name)]


def body_of(request: HttpRequest, schema: type[Schema]) -> Schema:
    return validate(schema, json_of(request))


def json_of(request: HttpRequest) -> Any:
    accepted = {"application/json"}
    if request.method == "PATCH":
        accepted.add("application/merge-patch+json")
    check_media_type(request.headers.get("Content-Type", ""), accepted=accepted)
    return parse(request.body)


def query_of(request: HttpRequest, schema: type[Schema]) -> Schema:
    """The query's parameters. A single-value parameter that is repeated is rejected as ambiguous."""
    values: dict[str, object] = {}
    for name, field in schema.model_fields.items():
        given = request.GET.getlist(name)
        if isinstance(field.default, list):
            values |= {name: given} if given else {}
        elif len(given) > 1:
            raise Invalid({f"/{name}": "Give it once."})
        elif given:
            values[name] = given[0]
    return validate(schema, values)


def answer(body: BaseModel, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return answer_json(body.model_dump_json(by_alias=True), status=status, headers=headers)


def answer_json(text: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> HttpResponse:
    return HttpResponse(text, status=status, headers=headers, content_type="application/json")
