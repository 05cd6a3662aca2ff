"""Labels and statistics of the caller's tasks."""

from fastapi import Depends

from app.accounts.current_user import CurrentUser, get_current_user
from app.dependencies import SessionDep
from app.routing import Router
from app.tasks.schemas import LabelList, Stats
from app.tasks.statistics import count_labels, count_tasks

router = Router(prefix="/api/v1", dependencies=[Depends(get_current_user)])


@router.get("/labels")
async def list_labels(user: CurrentUser, session: SessionDep) -> LabelList:
    return LabelList(items=await count_labels(session, user))


@router.get("/stats")
async def show_stats(user: CurrentUser, session: SessionDep) -> Stats:
    return await count_tasks(session, user)
