from datetime import timedelta

from django.db.models import Count, Q

from app.accounts.models import User
from app.database import now
from app.tasks.models import PRIORITIES, STATUSES, TaskLabel
from app.tasks.schemas import LabelCount, Stats


def count_labels(user: User) -> list[LabelCount]:
    labels = TaskLabel.objects.filter(task__user=user).values("name").order_by("name")
    return [LabelCount(**row) for row in labels.annotate(count=Count("id"))]


def count_tasks(user: User) -> Stats:
    moment = now()
    is_overdue = Q(due_at__lt=moment, status__in=["todo", "in_progress"])
    is_recent = Q(completed_at__gte=moment - timedelta(days=7))
    counts = user.tasks.aggregate(
        overdue=Count("id", filter=is_overdue), completed_last_7_days=Count("id", filter=is_recent)
    )
    return Stats(
        by_status=dict.fromkeys(STATUSES, 0) | count_by("status", user),
        by_priority=dict.fromkeys(PRIORITIES, 0) | count_by("priority", user),
        **counts,
    )


def count_by(field: str, user: User) -> dict[str, int]:
    return dict(user.tasks.values_list(field).annotate(Count("id")).order_by())
