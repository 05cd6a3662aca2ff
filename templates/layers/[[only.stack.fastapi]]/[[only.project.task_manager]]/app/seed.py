"""An account with something to show: `python -m app.seed`. Run twice, it changes nothing."""

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.accounts.routes import email_key, find_user
from app.database import Database, now
from app.passwords import hash_password
from app.projects.models import Project
from app.settings import load_settings
from app.tasks.models import Task

EMAIL = "demo@example.com"
PASSWORD = "correct horse battery staple"


async def main() -> None:
    settings = load_settings()
    if settings.environment == "production":
        raise SystemExit("ENVIRONMENT: production gets no account whose password is public.")

    database = Database(settings.database_url)
    async with database.sessions.begin() as session:
        if await find_user(session, EMAIL) is None:
            await add_demo(session)
    await database.close()
    print(f"Sign in as {EMAIL} with the password: {PASSWORD}")  # noqa: T201 - said to a person


async def add_demo(session: AsyncSession) -> None:
    user = User(
        email=EMAIL, email_key=email_key(EMAIL), name="Demo", password_hash=await hash_password(PASSWORD)
    )
    session.add(user)
    await session.flush()
    launch = Project(user_id=user.id, name="Launch", color="#2f6fed")
    home = Project(user_id=user.id, name="Home", color="#3aa76d")
    session.add_all([launch, home])
    await session.flush()
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


if __name__ == "__main__":
    asyncio.run(main())
