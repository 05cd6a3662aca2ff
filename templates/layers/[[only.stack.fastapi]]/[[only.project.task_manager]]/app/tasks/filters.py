from typing import Annotated

from fastapi import Depends, Query, Request

from app.routing import check_once
from app.tasks.listing import TaskFilter


async def get_task_filter(request: Request, task_filter: Annotated[TaskFilter, Query()]) -> TaskFilter:
    check_once(request, *(TaskFilter.model_fields.keys() - {"label"}))
    return task_filter


TaskFilterDep = Annotated[TaskFilter, Depends(get_task_filter)]
