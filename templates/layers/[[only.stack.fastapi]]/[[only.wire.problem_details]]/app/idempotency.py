"""`Idempotency-Key`: a repeated request gets the same response, and is executed once."""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Header, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import ColumnElement, ForeignKey, Index, and_, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import User
from app.database import Model, Words, now
from app.failures import Conflict, Invalid

KEPT_FOR = timedelta(hours=24)
# After this time, the process that claimed the key must have died during the request.
GIVEN_UP_AFTER = timedelta(minutes=1)

IdempotencyKey = Annotated[str | None, Header(), StringConstraints(pattern=r"^[\x21-\x7e]{1,255}$")]


class IdempotentRequest(Model):
    __tablename__ = "idempotent_requests"
    __table_args__ = (Index(None, "user_id", "started_at"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[str] = mapped_column(Words(255), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(Words(64))
    started_at: Mapped[datetime]
    status: Mapped[int | None]
    location: Mapped[str | None] = mapped_column(Words(255))
    etag: Mapped[str | None] = mapped_column(Words(64))
    body: Mapped[str | None] = mapped_column(Words())


@dataclass
class Attempt:
    """`response` is the stored one if the request was processed before; otherwise the handler sets it."""

    response: Response | None = None


@asynccontextmanager
async def answered_once(
    session: AsyncSession, user: User, key: str | None, body: BaseModel
) -> AsyncIterator[Attempt]:
    if key is None:
        yield Attempt()
        return

    fingerprint = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
    user_id = user.id  # A rollback makes SQLAlchemy forget what it has read of `user`.
    taken = await take(session, user_id=user_id, key=key, fingerprint=fingerprint)
    if taken.fingerprint != fingerprint:
        raise Invalid({"/Idempotency-Key": "This key was used with a different body."})
    if taken.status is not None:
        yield Attempt(replay(taken))
        return

    attempt = Attempt()
    try:
        yield attempt
        assert attempt.response is not None
        record(taken, attempt.response)
        await session.commit()
    except BaseException:
        await session.rollback()
        await session.execute(delete(IdempotentRequest).where(is_taken(user_id, key)))
        await session.commit()
        raise


async def take(session: AsyncSession, *, user_id: UUID, key: str, fingerprint: str) -> IdempotentRequest:
    """Claim the key in a separate transaction, or find its existing claim."""
    moment = now()
    await session.execute(delete(IdempotentRequest).where(is_over(user_id, moment)))
    mine = IdempotentRequest(user_id=user_id, key=key, fingerprint=fingerprint, started_at=moment)
    session.add(mine)
    try:
        await session.commit()
    except IntegrityError:
        await session.rollback()
    else:
        return mine

    taken = await session.scalar(select(IdempotentRequest).where(is_taken(user_id, key)))
    if taken is None or (taken.status is None and taken.fingerprint == fingerprint):
        raise Conflict("The first request with this Idempotency-Key is still running. Try again.")
    return taken


def is_taken(user_id: UUID, key: str) -> ColumnElement[bool]:
    return and_(IdempotentRequest.user_id == user_id, IdempotentRequest.key == key)


def is_over(user_id: UUID, moment: datetime) -> ColumnElement[bool]:
    old = IdempotentRequest.started_at < moment - KEPT_FOR
    abandoned = IdempotentRequest.started_at < moment - GIVEN_UP_AFTER
    return and_(
        IdempotentRequest.user_id == user_id, or_(old, and_(IdempotentRequest.status.is_(None), abandoned))
    )


def record(taken: IdempotentRequest, response: Response) -> None:
    taken.status = response.status_code
    taken.location = response.headers.get("Location")
    taken.etag = response.headers.get("ETag")
    taken.body = bytes(response.body).decode()


def replay(taken: IdempotentRequest) -> Response:
    assert taken.status is not None
    headers = {"Location": taken.location, "ETag": taken.etag}
    return Response(
        taken.body,
        taken.status,
        {name: value for name, value in headers.items() if value},
        media_type="application/json",
    )
