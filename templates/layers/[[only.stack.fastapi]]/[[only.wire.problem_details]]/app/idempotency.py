"""`Idempotency-Key`: a repeated request gets the same response, and is executed once."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import ColumnElement, ForeignKey, Index, and_, delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.current_user import CurrentUser
from app.columns import Text
from app.database import Model, now
from app.dependencies import SessionDep
from app.failures import Conflict, Invalid

KEPT_FOR = timedelta(hours=24)
# After this time, the process that claimed the key must have died during the request.
GIVEN_UP_AFTER = timedelta(minutes=1)

IdempotencyKey = Annotated[str | None, Header(), StringConstraints(pattern=r"^[\x21-\x7e]{1,255}$")]


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


@dataclass(frozen=True)
class AnswerOnce:
    session: AsyncSession
    user_id: UUID
    key: str | None

    async def __call__(self, body: BaseModel, work: Callable[[], Awaitable[Response]]) -> Response:
        """Do the work, unless this user has already done it with this key."""
        if self.key is None:
            return await work()
        fingerprint = hashlib.sha256(body.model_dump_json().encode()).hexdigest()
        claim = await self._claim(self.key, fingerprint)
        if claim.status is not None:
            return replay(claim)
        try:
            response = await work()
            record(claim, response)
            await self.session.commit()
        except BaseException:
            await self.session.rollback()
            await self.session.execute(delete(IdempotentRequest).where(self._is_claim(self.key)))
            await self.session.commit()
            raise
        return response

    async def _claim(self, key: str, fingerprint: str) -> IdempotentRequest:
        """Claim the key in a separate transaction, or return its stored response."""
        moment = now()
        await self.session.execute(delete(IdempotentRequest).where(self._is_over(moment)))
        claim = IdempotentRequest(user_id=self.user_id, key=key, fingerprint=fingerprint, started_at=moment)
        self.session.add(claim)
        try:
            await self.session.commit()
        except IntegrityError:
            await self.session.rollback()
        else:
            return claim

        earlier = await self.session.scalar(select(IdempotentRequest).where(self._is_claim(key)))
        if earlier is not None and earlier.fingerprint != fingerprint:
            raise Invalid({"/Idempotency-Key": "This key was used with a different body."})
        if earlier is None or earlier.status is None:
            raise Conflict("The first request with this Idempotency-Key is still running. Try again.")
        return earlier

    def _is_claim(self, key: str) -> ColumnElement[bool]:
        return and_(IdempotentRequest.user_id == self.user_id, IdempotentRequest.key == key)

    def _is_over(self, moment: datetime) -> ColumnElement[bool]:
        is_old = IdempotentRequest.started_at < moment - KEPT_FOR
        is_abandoned = and_(
            IdempotentRequest.status.is_(None), IdempotentRequest.started_at < moment - GIVEN_UP_AFTER
        )
        return and_(IdempotentRequest.user_id == self.user_id, or_(is_old, is_abandoned))


def record(claim: IdempotentRequest, response: Response) -> None:
    claim.status = response.status_code
    claim.location = response.headers.get("Location")
    claim.etag = response.headers.get("ETag")
    claim.body = bytes(response.body).decode()


def replay(claim: IdempotentRequest) -> Response:
    assert claim.status is not None
    headers = {"Location": claim.location, "ETag": claim.etag}
    return Response(
        claim.body,
        claim.status,
        {name: value for name, value in headers.items() if value},
        media_type="application/json",
    )


async def get_answer_once(
    session: SessionDep, user: CurrentUser, idempotency_key: IdempotencyKey = None
) -> AnswerOnce:
    return AnswerOnce(session, user.id, idempotency_key)


AnswerOnceDep = Annotated[AnswerOnce, Depends(get_answer_once)]
