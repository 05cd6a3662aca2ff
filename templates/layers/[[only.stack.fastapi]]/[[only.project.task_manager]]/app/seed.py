"""An account with sample data: `python -m app.seed`. Running it again changes nothing."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.accounts.routes import email_key, find_user
from app.database import Database
from app.passwords import hash_password
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
            await add_demo(session)
    await database.close()
    print(f"Sign in as {EMAIL} with the password: {PASSWORD}")  # noqa: T201 - said to a person


async def add_demo(session: AsyncSession) -> None:
    user = User(
        email=EMAIL, email_key=email_key(EMAIL), name="Demo", password_hash=await hash_password(PASSWORD)
    )
    session.add(user)
    await session.flush()
    await add_sample(session, user)


if __name__ == "__main__":
    asyncio.run(main())
