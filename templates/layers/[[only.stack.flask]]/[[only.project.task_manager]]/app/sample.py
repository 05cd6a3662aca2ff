"""Sample projects and tasks."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.database import now
from app.projects.models import Project
from app.tasks.models import Task


def add_sample(session: Session, user: User) -> None:
    launch = Project(user_id=user.id, name="Launch", color="#2f6fed")
    home = Project(user_id=user.id, name="Home", color="#3aa76d")
    session.add_all([launch, home])
    session.flush()
    for project, title, status, priority, days, labels in [
        (launch, "Write the release notes", "in_progress", "high", 2, ["writing"]),
        (launch, "Test the backup", "todo", "urgent", -1, ["ops"]),
        (launch, "Choose a logo", "done", "low", -5, ["design"]),
        (launch, "Print stickers", "cancelled", "low", None, ["design"]),
        (home, "Water the plants 🌱", "todo", "medium", 1, ["garden"]),
        (None, "Read about keyset pagination", "todo", "medium", None, ["reading", "sql"]),
    ]:
        task = Task(user_id=user.id)
        task.change(
            {
                "title": title,
                "description": "",
                "status": status,
                "priority": priority,
                "due_at": now() + timedelta(days=days) if days is not None else None,
                "project_id": project.id if project else None,
                "labels": labels,
            }
        )
        session.add(task)
    session.flush()
