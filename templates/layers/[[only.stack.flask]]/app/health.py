"""Liveness and readiness checks."""

from flask import Blueprint
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.failures import Unavailable
from app.readiness import answers_in_time
from app.services import get_services

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> dict[str, str]:
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz() -> dict[str, str]:
    engine = get_services().database.engine
    if not answers_in_time(lambda: is_up(engine)):
        raise Unavailable("The database is unavailable.")
    return {"status": "ok"}


def is_up(engine: Engine) -> bool:
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        return False
    return True
