"""Two users and a room with messages: `python -m app.seed`. Running it again changes nothing."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.accounts.routes import email_key, find_user
from app.database import Database
from app.messages.routes import say
from app.passwords import hash_password
from app.rooms.models import Member, Room
from app.settings import load_settings

PASSWORD = "correct horse battery staple"
ADA, GRACE = "ada@example.com", "grace@example.com"
CONVERSATION = [
    (ADA, "Is this thing on?"),
    (GRACE, "Loud and clear 👋"),
    (ADA, "Open a second window, sign in as the other one of us, and type something."),
    (GRACE, "Then restart the server while we talk. Nothing gets lost, nothing arrives twice."),
]


async def main() -> None:
    settings = load_settings()
    if settings.environment == "production":
        raise SystemExit("ENVIRONMENT: not in production, because the password is public.")

    database = Database(settings.database_url)
    async with database.sessions.begin() as session:
        if await find_user(session, ADA) is None:
            await add_demo(session)
    await database.close()
    print(f"Sign in as {ADA} or {GRACE} with the password: {PASSWORD}")  # noqa: T201 - said to a person


async def add_demo(session: AsyncSession) -> None:
    people = {ADA: await add_user(session, ADA, "Ada"), GRACE: await add_user(session, GRACE, "Grace")}
    room = Room(name="general", topic="Everything and nothing", private=False, created_by=people[ADA].id)
    session.add_all([room, Room(name="random", topic=None, private=False, created_by=people[GRACE].id)])
    await session.flush()
    session.add_all([Member(room_id=room.id, user_id=user.id) for user in people.values()])
    await session.flush()
    for email, body in CONVERSATION:
        await say(session, room_id=room.id, author=people[email], body=body)


async def add_user(session: AsyncSession, email: str, name: str) -> User:
    user = User(
        email=email, email_key=email_key(email), name=name, password_hash=await hash_password(PASSWORD)
    )
    session.add(user)
    await session.flush()
    return user


if __name__ == "__main__":
    asyncio.run(main())
