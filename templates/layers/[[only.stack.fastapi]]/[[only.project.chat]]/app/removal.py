"""Removes an account with its rooms and memberships, and announces it."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy import delete

from app.accounts.models import User
from app.channels.dependencies import HubDep
from app.dependencies import SessionDep
from app.rooms.members import leave_rooms
from app.rooms.routes import remove_rooms_of


@dataclass(frozen=True)
class RemoveUser:
    session: SessionDep
    hub: HubDep

    async def __call__(self, user_id: UUID) -> None:
        await remove_rooms_of(self.session, self.hub, user_id)
        # The database would also delete memberships, but not private rooms without any member.
        await leave_rooms(self.session, self.hub, user_id)
        await self.session.execute(delete(User).where(User.id == user_id))


RemoveUserDep = Annotated[RemoveUser, Depends()]
