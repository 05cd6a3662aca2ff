"""Two authors with sample articles: `python -m app.seed`. Running it again changes nothing."""

import asyncio

from sqlalchemy.ext.asyncio import AsyncSession

from app.accounts.models import User
from app.accounts.users import find_user
from app.articles.models import Favorite
from app.articles.schemas import NewArticle
from app.articles.writing import write_article
from app.comments.models import Comment
from app.engine import Database
from app.passwords import Passwords
from app.profiles.models import Follow
from app.settings import load_settings

EMAIL = "demo@example.com"
PASSWORD = "correct horse battery staple"
ARTICLES = [
    ("How to train your dragon", "Ever wonder how?", ["dragons", "training"]),
    ("Nobody reads the manual", "And what to do about it.", ["writing"]),
    ("Lists without surprises", "Pages, counts and one query too many.", ["sql", "writing"]),
]


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
    password_hash = passwords.hash(PASSWORD)
    reader, author = (
        User(username=name, email=email, password_hash=password_hash, bio=bio)
        for name, email, bio in [
            ("demo", EMAIL, None),
            ("grace", "grace@example.com", "I write about what I had to learn twice. 🐉"),
        ]
    )
    session.add_all([reader, author])
    await session.flush()
    reader_id, author_id = reader.id, author.id
    session.add(Follow(follower_id=reader_id, followed_id=author_id))
    for title, description, tags in ARTICLES:
        text = {"title": title, "description": description, "body": f"# {title}\n\n{description}"}
        new = NewArticle.model_validate(text | {"tagList": tags})
        article_id = await write_article(session, author_id, new)
        session.add(Favorite(article_id=article_id, user_id=reader_id))
        session.add(Comment(article_id=article_id, author_id=reader_id, body="Thank you so much!"))


if __name__ == "__main__":
    asyncio.run(main())
