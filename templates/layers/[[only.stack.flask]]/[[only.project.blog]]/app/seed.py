"""Two authors with sample articles: `python -m app.seed`. Running it again changes nothing."""

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.models import User
from app.accounts.users import find_user
from app.articles.models import Article, Favorite
from app.articles.schemas import NewArticle
from app.articles.slugs import slugify
from app.articles.writing import write_article
from app.comments.models import Comment
from app.engine import Database
from app.failures import Conflict
from app.passwords import Passwords
from app.profiles.models import Follow
from app.settings import Settings

EMAIL = "demo@example.com"
PASSWORD = "correct horse battery staple"
USERS = [
    ("demo", EMAIL, None),
    ("grace", "grace@example.com", "I write about what I had to learn twice. 🐉"),
]
ARTICLES = [
    ("How to train your dragon", "Ever wonder how?", ["dragons", "training"]),
    ("Nobody reads the manual", "And what to do about it.", ["writing"]),
    ("Lists without surprises", "Pages, counts and one query too many.", ["sql", "writing"]),
]
SLUGS = [slugify(title) for title, _, _ in ARTICLES]
# They have to be free.
NAMES = [EMAIL, "grace@example.com", "demo", "grace", *SLUGS]


def main() -> None:
    settings = Settings.load()
    if settings.environment == "production":
        raise SystemExit("ENVIRONMENT: not in production, because the password is public.")
    try:
        add_missing(settings)
    except (Conflict, IntegrityError):
        names = ", ".join(NAMES)
        raise SystemExit(f"Nothing was added, because one of these names is taken: {names}.") from None
    print(f"Sign in as {EMAIL} with the password: {PASSWORD}")  # noqa: T201 - said to a person


def add_missing(settings: Settings) -> None:
    database = Database(settings.database_url)
    passwords = Passwords(settings.password_memory_kib)
    try:
        with database.sessions.begin() as session:
            found = find_user(session, EMAIL)
            if found is None or not passwords.match(PASSWORD, found.password_hash):
                add_demo(session, passwords)
    finally:
        database.close()


def add_demo(session: Session, passwords: Passwords) -> None:
    # Otherwise, the sample articles would get a random suffix.
    if session.scalar(select(exists().where(Article.slug.in_(SLUGS)))):
        raise Conflict("an article with this title exists")
    password_hash = passwords.hash(PASSWORD)
    reader, author = (
        User(username=name, email=email, password_hash=password_hash, bio=bio) for name, email, bio in USERS
    )
    session.add_all([reader, author])
    session.flush()
    session.add(Follow(follower_id=reader.id, followed_id=author.id))
    for title, description, tags in ARTICLES:
        text = {"title": title, "description": description, "body": f"# {title}\n\n{description}"}
        new = NewArticle.model_validate(text | {"tagList": tags})
        article_id = write_article(session, author.id, new)
        session.add(Favorite(article_id=article_id, user_id=reader.id))
        session.add(Comment(article_id=article_id, author_id=reader.id, body="Thank you so much!"))


if __name__ == "__main__":
    main()
