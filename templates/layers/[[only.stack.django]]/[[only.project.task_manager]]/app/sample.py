"""Sample projects and tasks."""

from datetime import timedelta

from app.accounts.models import User
from app.database import now
from app.tasks import queries
from app.tasks.models import Task


def add_sample(user: User) -> None:
    launch = user.projects.create(name="Launch", color="#2f6fed")
    home = user.projects.create(name="Home", color="#3aa76d")
    for project, title, status, priority, days, labels in [
        (launch, "Write the release notes", "in_progress", "high", 2, ["writing"]),
        (launch, "Test the backup", "todo", "urgent", -1, ["ops"]),
        (launch, "Choose a logo", "done", "low", -5, ["design"]),
        (launch, "Print stickers", "cancelled", "low", None, ["design"]),
        (home, "Water the plants 🌱", "todo", "medium", 1, ["garden"]),
        (None, "Read about keyset pagination", "todo", "medium", None, ["reading", "sql"]),
    ]:
        due_at = now() + timedelta(days=days) if days is not None else None
        task = Task(user=user, project=project, title=title, status=status, priority=priority, due_at=due_at)
        queries.add(task, {"labels": labels})
