"""Reads requests into schemas, and writes responses from them."""

from collections.abc import Mapping
from typing import TypeVar, get_origin

from flask import Response, request
from pydantic import BaseModel

from app.bodies import check_media_type, parse
from app.failures import Invalid
from app.rate_limits import network_of
from app.validation import validated

Schema = TypeVar("Schema", bound=BaseModel)


def body_of(schema: type[Schema]) -> Schema:
    return validated(schema, json_body())


def json_body() -> object:
    accepted = {"application/json"}
    if request.method == "PATCH":
        accepted.add("application/merge-patch+json")
    check_media_type(request.headers.get("Content-Type", ""), accepted=accepted)
    body: object = parse(request.get_data())
    return body


def query_of(schema: type[Schema]) -> Schema:
    """The parameters that the schema has. Those that are no lists can be given once."""
    given = {name: request.args.getlist(name) for name in schema.model_fields if name in request.args}
    lists = {name for name, field in schema.model_fields.items() if get_origin(field.annotation) is list}
    repeated = [name for name in given.keys() - lists if len(given[name]) > 1]
    if repeated:
        raise Invalid({f"/{name}": "Give it once." for name in repeated})
    return validated(schema, {name: each if name in lists else each[0] for name, each in given.items()})


def client_network() -> str:
    return network_of(request.remote_addr or "unknown")


def answer(body: BaseModel, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return answer_json(body.model_dump_json(by_alias=True), status, headers)


def answer_json(text: str | None, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(text, status, headers, mimetype="application/json")


def no_content() -> Response:
    response = Response(status=204)
    del response.headers["Content-Type"]
    return response
