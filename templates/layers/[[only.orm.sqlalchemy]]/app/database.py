"""The base of all models."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

from app.columns import Identifier, Timestamp, to_milliseconds


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


def now() -> datetime:
    return to_milliseconds(datetime.now(UTC))
