from datetime import timedelta

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.accounts.models import User
from app.database import now
from app.tasks.models import PRIORITIES, STATUSES, Task, TaskLabel
from app.tasks.schemas import LabelCount, Stats


def count_labels(session: Session, user: User) -> list[LabelCount]:
    counts = session.execute(
        select(TaskLabel.name, func.count().label("count"))
        .join(Task, Task.id == TaskLabel.task_id)
        .where(Task.user_id == user.id)
        .group_by(TaskLabel.name)
        .order_by(TaskLabel.name)
    )
    return [LabelCount.model_validate(row) for row in counts]


def count_tasks(session: Session, user: User) -> Stats:
    moment = now()
    is_overdue = and_(Task.due_at < moment, Task.status.in_(["todo", "in_progress"]))
    is_recent = Task.completed_at >= moment - timedelta(days=7)
    counts = session.execute(
        select(func.count(case((is_overdue, 1))), func.count(case((is_recent, 1)))).where(
            Task.user_id == user.id
        )
    )
    overdue, completed = counts.one()
    return Stats(
        by_status=dict.fromkeys(STATUSES, 0) | count_by(session, Task.status, user),
        by_priority=dict.fromkeys(PRIORITIES, 0) | count_by(session, Task.priority, user),
        overdue=overdue,
        completed_last_7_days=completed,
    )


def count_by(session: Session, column: InstrumentedAttribute[str], user: User) -> dict[str, int]:
    counts = session.execute(select(column, func.count()).where(Task.user_id == user.id).group_by(column))
    return dict(counts.all())
