"""Sample data for guests."""

from sqlalchemy.orm import Session

from app.accounts.models import User
from app.articles.models import Favorite
from app.articles.schemas import NewArticle
from app.articles.writing import write_article
from app.comments.models import Comment

# The titles contain the name, so that no two guests want the same slug.
ARTICLES = [
    ("Hello from {name}", "Change me, tag me, delete me.", ["demo"]),
    ("What {name} may try", "Follow an author, like an article, answer a comment.", ["demo", "how-to"]),
]


def add_sample(session: Session, guest: User) -> None:
    for title, description, tags in ARTICLES:
        named = title.format(name=guest.username)
        text = {"title": named, "description": description, "body": f"# {description}"}
        new = NewArticle.model_validate(text | {"tagList": tags})
        article_id = write_article(session, guest.id, new)
        session.add(Favorite(article_id=article_id, user_id=guest.id))
        session.add(Comment(article_id=article_id, author_id=guest.id, body="The first comment is mine."))
    session.flush()
