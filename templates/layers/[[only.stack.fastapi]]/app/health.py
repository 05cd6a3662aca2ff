"""Liveness and readiness checks."""

import asyncio

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.dependencies import DatabaseDep
from app.failures import Unavailable
from app.routing import Router

router = Router()


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(database: DatabaseDep) -> dict[str, str]:
    try:
        # A TimeoutError is an OSError.
        async with asyncio.timeout(3), database.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError):
        raise Unavailable("The database is unavailable.") from None
    return {"status": "ok"}
