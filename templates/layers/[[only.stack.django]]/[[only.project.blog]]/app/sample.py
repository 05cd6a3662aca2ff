"""Sample data for guests."""

from app.accounts.models import User
from app.articles.schemas import NewArticle
from app.articles.writing import write_article

# The titles contain the name, so that no two guests want the same slug.
ARTICLES = [
    ("Hello from {name}", "Change me, tag me, delete me.", ["demo"]),
    ("What {name} may try", "Follow an author, like an article, answer a comment.", ["demo", "how-to"]),
]


def add_sample(guest: User) -> None:
    for title, description, tags in ARTICLES:
        named = title.format(name=guest.username)
        text = {"title": named, "description": description, "body": f"# {description}"}
        article = write_article(guest, NewArticle.model_validate(text | {"tagList": tags}))
        article.favorited_by.add(guest)
        article.comments.create(author=guest, body="The first comment is mine.")
