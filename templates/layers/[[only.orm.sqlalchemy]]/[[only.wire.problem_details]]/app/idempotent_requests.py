"""Requests with an `Idempotency-Key`, and their responses."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, ForeignKey, Index, and_, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.columns import Text
from app.database import Model
from app.failures import Conflict, Invalid

KEPT_FOR = timedelta(hours=24)
# After this time, the process that claimed the key must have died during the request.
GIVEN_UP_AFTER = timedelta(minutes=1)


class IdempotentRequest(Model):
    __tablename__ = "idempotent_requests"
    __table_args__ = (Index(None, "user_id", "started_at"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Text(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Text(64))
    started_at: Mapped[datetime]
    status: Mapped[int | None]
    location: Mapped[str | None] = mapped_column(Text(255))
    # Null unless the answer has one.
    etag: Mapped[str | None] = mapped_column(Text(64))
    body: Mapped[str | None] = mapped_column(Text())


def fingerprint_of(body: BaseModel) -> str:
    return hashlib.sha256(body.model_dump_json().encode()).hexdigest()


def is_claim(user_id: UUID, key: str) -> ColumnElement[bool]:
    return and_(IdempotentRequest.user_id == user_id, IdempotentRequest.key == key)


def is_over(user_id: UUID, moment: datetime) -> ColumnElement[bool]:
    is_old = IdempotentRequest.started_at < moment - KEPT_FOR
    is_abandoned = and_(
        IdempotentRequest.status.is_(None), IdempotentRequest.started_at < moment - GIVEN_UP_AFTER
    )
    return and_(IdempotentRequest.user_id == user_id, or_(is_old, is_abandoned))


def check_finished(earlier: IdempotentRequest | None, fingerprint: str) -> IdempotentRequest:
    """The earlier request with the same key, if its response can be repeated."""
    if earlier is not None and earlier.fingerprint != fingerprint:
        raise Invalid({"/Idempotency-Key": "This key was used with a different body."})
    if earlier is None or earlier.status is None:
        raise Conflict("The first request with this Idempotency-Key is still running. Try again.")
    return earlier
