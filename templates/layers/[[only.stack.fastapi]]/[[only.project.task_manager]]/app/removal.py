"""Removes an account; everything that belongs to it is deleted by cascade."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import delete

from app.accounts.models import User
from app.dependencies import SessionDep


@dataclass(frozen=True)
class RemoveUser:
    session: SessionDep

    async def __call__(self, user_id: UUID) -> None:
        await self.session.execute(delete(User).where(User.id == user_id))


RemoveUserDep = Annotated[RemoveUser, Depends()]
