"""The engine and its sessions."""

from typing import Any, cast

import sqlalchemy
from sqlalchemy import CursorResult, Engine, UpdateBase, event
from sqlalchemy.orm import Session, sessionmaker

from app.drivers import connection_options, prepare


class Database:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.sessions = sessionmaker(self.engine, expire_on_commit=False)

    def close(self) -> None:
        self.engine.dispose()


def create_engine(url: str) -> Engine:
    """Connect lazily, so that the process starts while the database is down."""
    address, options = connection_options(url)
    engine = sqlalchemy.create_engine(address, **options)
    backend = address.get_backend_name()
    event.listen(engine, "connect", lambda connection, _record: prepare(connection, backend))
    return engine


def affected(session: Session, statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE, and return the number of matched rows."""
    return cast(CursorResult[Any], session.execute(statement)).rowcount
