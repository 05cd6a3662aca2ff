"""`Idempotency-Key`: a repeated request gets the same response, and is executed once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Response
from pydantic import BaseModel, StringConstraints
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.current_user import CurrentUser
from app.database import now
from app.dependencies import SessionDep
from app.idempotent_requests import IdempotentRequest, check_finished, fingerprint_of, is_claim, is_over

IdempotencyKey = Annotated[str | None, Header(), StringConstraints(pattern=r"^[\x21-\x7e]{1,255}$")]


@dataclass(frozen=True)
class AnswerOnce:
    session: AsyncSession
    user_id: UUID
    key: str | None

    async def __call__(self, body: BaseModel, work: Callable[[], Awaitable[Response]]) -> Response:
        """Do the work, unless this user has already done it with this key."""
        if self.key is None:
            return await work()
        fingerprint = fingerprint_of(body)
        claim = await self._claim(self.key, fingerprint)
        if claim.status is not None:
            return replay(claim)
        try:
            response = await work()
            record(claim, response)
            await self.session.commit()
        except BaseException:
            await self.session.rollback()
            await self.session.execute(delete(IdempotentRequest).where(is_claim(self.user_id, self.key)))
            await self.session.commit()
            raise
        return response

    async def _claim(self, key: str, fingerprint: str) -> IdempotentRequest:
        """Claim the key in a separate transaction, or return its stored response."""
        moment = now()
        await self.session.execute(delete(IdempotentRequest).where(is_over(self.user_id, moment)))
        claim = IdempotentRequest(user_id=self.user_id, key=key, fingerprint=fingerprint, started_at=moment)
        self.session.add(claim)
        try:
            await self.session.commit()
        except IntegrityError:
            await self.session.rollback()
        else:
            return claim

        earlier = await self.session.scalar(select(IdempotentRequest).where(is_claim(self.user_id, key)))
        return check_finished(earlier, fingerprint)


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
