"""Engine and session, and column types that behave the same on every database."""

from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CursorResult,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Text,
    UpdateBase,
    Uuid,
    event,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.tls import tls_of

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "mysql": "mysql+asyncmy",
    "mariadb": "mysql+asyncmy",
}

# How many seconds a statement waits for a connection, and then for a lock.
PATIENCE = 4
# The number of connections that stay open. Ten more can be opened temporarily.
POOL_SIZE = 10
# Runs at the start of each connection.
PREPARED = {
    "sqlite": ["PRAGMA foreign_keys = ON", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"],
    "postgresql": [f"SET lock_timeout = '{PATIENCE}s'"],
    "mysql": [f"SET lock_wait_timeout = {PATIENCE}, innodb_lock_wait_timeout = {PATIENCE}"],
}


class Database:
    def __init__(self, url: str) -> None:
        self.engine = create_engine(url)
        self.sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    async def close(self) -> None:
        await self.engine.dispose()


def create_engine(url: str) -> AsyncEngine:
    """Connect lazily, so that the process starts while the database is down."""
    parsed = make_url(url)
    parsed, tls = tls_of(parsed.set(drivername=DRIVERS[parsed.drivername]))
    if parsed.drivername.startswith("sqlite"):
        engine = create_async_engine(
            parsed,
            pool_size=POOL_SIZE,
            pool_timeout=PATIENCE,
            # The session ends its own transaction. Ending it again would cost another thread switch.
            pool_reset_on_return=None,
            hide_parameters=True,
            # A write transaction acquires its lock when it begins, and waits for it there.
            connect_args={"isolation_level": "IMMEDIATE", "timeout": PATIENCE},
        )
    else:
        if parsed.drivername.startswith("postgresql"):
            # With a pooler such as PgBouncer, prepared statements may be on another connection.
            tls["prepare_threshold"] = None
        engine = create_async_engine(
            parsed,
            hide_parameters=True,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            pool_timeout=PATIENCE,
            connect_args={"connect_timeout": 5} | tls,
        )
    statements = PREPARED[parsed.get_backend_name()]
    event.listen(engine.sync_engine, "connect", lambda connection, _record: prepare(connection, statements))
    return engine


def prepare(connection: Any, statements: list[str]) -> None:
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)
    cursor.close()
    connection.commit()


class Timestamp(TypeDecorator[datetime]):
    """A UTC timestamp with millisecond precision."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "mysql":
            return dialect.type_descriptor(mysql.DATETIME(fsp=3))
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = to_milliseconds(value)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Words(TypeDecorator[str]):
    """Text, compared and sorted by code point, with case and spaces. Unlimited without a length."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        length = cast("String", self.impl_instance).length
        if dialect.name == "mysql":
            collation = "utf8mb4_nopad_bin" if getattr(dialect, "is_mariadb", False) else "utf8mb4_0900_bin"
            if length is None:
                return dialect.type_descriptor(mysql.MEDIUMTEXT(collation=collation))
            return dialect.type_descriptor(mysql.VARCHAR(length, collation=collation))
        collation_name = "C" if dialect.name == "postgresql" else None
        if length is None:
            return dialect.type_descriptor(Text(collation=collation_name))
        return dialect.type_descriptor(String(length, collation=collation_name))


class Identifier(TypeDecorator[UUID]):
    """A UUID, sorted as text: MariaDB sorts its own type by the last group first."""

    impl = Uuid
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Uuid(native_uuid=dialect.name == "postgresql"))


# SQLite only auto-increments columns of exactly this type.
Number = BigInteger().with_variant(Integer(), "sqlite")


class Model(DeclarativeBase):
    type_annotation_map = {datetime: Timestamp(), UUID: Identifier()}
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        }
    )


async def affected(session: AsyncSession, statement: UpdateBase) -> int:
    """Execute an UPDATE or DELETE, and return the number of matched rows."""
    return cast("CursorResult[Any]", await session.execute(statement)).rowcount


def now() -> datetime:
    return to_milliseconds(datetime.now(UTC))


def to_milliseconds(moment: datetime) -> datetime:
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
