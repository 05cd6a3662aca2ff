"""Routes of the contract and of the API reference."""

from pathlib import Path

import fastapi_offline
from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.files import answer_file
from app.reference import CONTRACT, PAGE, POLICY, START
from app.routing import Router

ASSETS = Path(fastapi_offline.__file__).parent / "static"

router = Router()


@router.get("/openapi.json")
async def openapi() -> Response:
    return Response(CONTRACT, media_type="application/json")


@router.get("/docs")
async def page() -> HTMLResponse:
    return HTMLResponse(PAGE, headers={"Content-Security-Policy": POLICY})


@router.get("/docs/start.js")
async def start() -> Response:
    return Response(START, media_type="text/javascript")


@router.get("/docs/swagger-ui-bundle.js")
async def script(request: Request) -> Response:
    return answer_file(request, ASSETS / "swagger-ui-bundle.js", media_type="text/javascript")


@router.get("/docs/swagger-ui.css")
async def style(request: Request) -> Response:
    return answer_file(request, ASSETS / "swagger-ui.css", media_type="text/css")
