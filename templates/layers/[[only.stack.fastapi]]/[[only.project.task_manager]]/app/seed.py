"""An account with sample data: `python -m app.seed`. Running it again changes nothing."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.users import add_user, find_user
from app.engine import Database
from app.passwords import Passwords
from app.sample import add_sample
from app.settings import load_settings

EMAIL = "demo@example.com"
PASSWORD = "correct horse battery staple"


async def main() -> None:
    settings = load_settings()
    if settings.environment == "production":
        raise SystemExit("ENVIRONMENT: not in production, because the password is public.")

    database = Database(settings.database_url)
    async with database.sessions.begin() as session:
        if await find_user(session, EMAIL) is None:
            await add_demo(session, Passwords(settings.password_memory_kib))
    await database.close()
    print(f"Sign in as {EMAIL} with the password: {PASSWORD}")  # noqa: T201 - said to a person


async def add_demo(session: AsyncSession, passwords: Passwords) -> None:
    user = await add_user(session, email=EMAIL, name="Demo", password_hash=passwords.hash(PASSWORD))
    await add_sample(session, user)


if __name__ == "__main__":
    asyncio.run(main())
