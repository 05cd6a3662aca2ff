from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request

from app.accounts.current_user import CurrentUser, get_current_user
from app.accounts.users import find_user
from app.channels.dependencies import HubDep
from app.dependencies import SessionDep
from app.rate_limits import RateLimit
from app.rooms.access import JoinedRoom
from app.rooms.members import admit
from app.rooms.schemas import Invitation
from app.routing import Router

PER_MINUTE = 20


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    app.state.invitations = RateLimit(PER_MINUTE)
    yield


router = Router(
    prefix="/api/v1/rooms/{room_id}/invitations",
    dependencies=[Depends(get_current_user)],
    lifespan=lifespan,
)


@router.post("", status_code=204)
async def invite(
    body: Invitation, room: JoinedRoom, request: Request, user: CurrentUser, session: SessionDep, hub: HubDep
) -> None:
    limit: RateLimit = request.app.state.invitations
    limit.count(str(user.id))
    if invited := await find_user(session, body.email):
        await admit(session, hub, room, user_id=invited.id, by=user)
