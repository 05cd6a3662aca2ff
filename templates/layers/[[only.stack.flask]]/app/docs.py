"""Routes of the contract and of the API reference."""

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response

from app.files import answer_file
from app.reference import CONTRACT, PAGE, POLICY, START

ASSETS = Path(flask_swagger_ui.__file__).parent / "dist"

blueprint = Blueprint("docs", __name__)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    return Response(CONTRACT, mimetype="application/json")


@blueprint.get("/docs")
def page() -> Response:
    return Response(PAGE, headers={"Content-Security-Policy": POLICY}, mimetype="text/html")


@blueprint.get("/docs/start.js")
def start() -> Response:
    return Response(START, mimetype="text/javascript")


@blueprint.get("/docs/swagger-ui-bundle.js")
def script() -> Response:
    return answer_file(ASSETS / "swagger-ui-bundle.js", media_type="text/javascript")


@blueprint.get("/docs/swagger-ui.css")
def style() -> Response:
    return answer_file(ASSETS / "swagger-ui.css", media_type="text/css")
