"""The blog's contract on an SQLite database in memory: what the blog's suite is tried on.

A handler that does not await between reading and writing sees the database at rest. Where one awaits, to hash a
password, the database's own constraints decide.
"""

import asyncio
import re
import secrets
import sqlite3
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.references.common import (
    Refused,
    Settings,
    SignInLimit,
    address_of,
    application,
    authorized,
    hash_password,
    issue_jwt,
    now_text,
    password_matches,
    read_json,
    resource,
    serve,
    unauthorized,
)

SCHEMA = """
CREATE TABLE users (
    id INTEGER PRIMARY KEY, username TEXT NOT NULL, email TEXT NOT NULL,
    password BLOB NOT NULL, bio TEXT, image TEXT
);
CREATE UNIQUE INDEX users_username ON users (username);
CREATE UNIQUE INDEX users_email ON users (lower(email));
CREATE TABLE follows (
    follower INTEGER NOT NULL REFERENCES users, followed INTEGER NOT NULL REFERENCES users,
    PRIMARY KEY (follower, followed)
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, slug TEXT NOT NULL UNIQUE, title TEXT NOT NULL, description TEXT NOT NULL,
    body TEXT NOT NULL, author INTEGER NOT NULL REFERENCES users, created TEXT NOT NULL, updated TEXT NOT NULL
);
CREATE TABLE tags (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, name TEXT NOT NULL,
    PRIMARY KEY (article, name)
);
CREATE TABLE favorites (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE, user INTEGER NOT NULL REFERENCES users,
    PRIMARY KEY (article, user)
);
CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT, article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    author INTEGER NOT NULL REFERENCES users, body TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL
);
"""
FOLLOWING = "EXISTS (SELECT 1 FROM follows WHERE follower = :viewer AND followed = u.id) AS following"
ARTICLES = f"""
SELECT a.*, u.username, u.bio, u.image, {FOLLOWING},
    (SELECT count(*) FROM favorites f WHERE f.article = a.id) AS favorites_count,
    EXISTS (SELECT 1 FROM favorites f WHERE f.article = a.id AND f.user = :viewer) AS favorited
FROM articles a JOIN users u ON u.id = a.author
"""
COMMENTS = (
    f"SELECT c.*, u.username, u.bio, u.image, {FOLLOWING} FROM comments c JOIN users u ON u.id = c.author"
)

TOKEN_SECONDS = 24 * 3600
MOST_OFFSET = 2**31 - 1
USERNAME = re.compile(
    r"[^\s/.\x00-\x1f\x7f-\x9f\ufeff]([^/\x00-\x1f\x7f-\x9f\ufeff]*[^\s/\x00-\x1f\x7f-\x9f\ufeff])?"
)
LABEL = r"[^\s@.\x00-\x1f\x7f-\x9f\ufeff]+"
EMAIL = re.compile(rf"[^\s@\x00-\x1f\x7f-\x9f\ufeff]+@{LABEL}(\.{LABEL})+")
BLANK = "can't be blank"
TAKEN = "has already been taken"

Row = dict[str, Any]

settings = Settings.read()
limit = SignInLimit()
database = sqlite3.connect(":memory:", isolation_level=None)
database.executescript(SCHEMA)
database.execute("PRAGMA foreign_keys = ON")
database.row_factory = lambda cursor, values: dict(
    zip((column[0] for column in cursor.description), values, strict=True)
)


def rows(statement: str, **values: Any) -> list[Row]:
    found: list[Row] = database.execute(statement, values).fetchall()
    return found


def row(statement: str, **values: Any) -> Row | None:
    found = rows(statement, **values)
    return found[0] if found else None


# Users


async def register(request: Request) -> Response:
    form = await Form.read(request, "user")
    username, email, password = form.username(), form.email(), form.password()
    form.check()
    hashed = await asyncio.to_thread(hash_password, password)
    try:
        user = row(
            "INSERT INTO users (username, email, password) VALUES (:username, :email, :password) RETURNING *",
            username=username,
            email=email,
            password=hashed,
        )
    except sqlite3.IntegrityError:
        raise taken(username, email) from None
    return JSONResponse(user_envelope(user), 201)


async def sign_in(request: Request) -> Response:
    form = await Form.read(request, "user")
    email, password = form.text("email", 254), form.text("password", 128)
    form.check()
    limit.check(email, address_of(request))
    user = row("SELECT * FROM users WHERE lower(email) = lower(:email)", email=email)
    if not await asyncio.to_thread(password_matches, password, user["password"] if user else None):
        limit.failed(email, address_of(request))
        raise refused(401, "credentials", "invalid", headers={"WWW-Authenticate": "Token"})
    return JSONResponse(user_envelope(user))


async def current_user(request: Request) -> Response:
    return JSONResponse(user_envelope(signed_in(request)))


async def update_user(request: Request) -> Response:
    user = signed_in(request)
    form = await Form.read(request, "user")
    changes = dict(user)
    if "username" in form:
        changes["username"] = form.username()
    if "email" in form:
        changes["email"] = form.email()
    if "bio" in form:
        changes["bio"] = form.nullable("bio", 2000)
    if "image" in form:
        changes["image"] = form.nullable("image", 2048)
    password = form.password() if "password" in form else None
    form.check()
    if password is not None:
        changes["password"] = await asyncio.to_thread(hash_password, password)
    try:
        changed = row(
            "UPDATE users SET username = :username, email = :email, password = :password, bio = :bio, image = :image"
            " WHERE id = :id RETURNING *",
            **changes,
        )
    except sqlite3.IntegrityError:
        raise taken(changes["username"], changes["email"], besides=user["id"]) from None
    return JSONResponse(user_envelope(changed))


def taken(username: str, email: str, *, besides: int = 0) -> Refused:
    others = {"username": username, "email": email, "besides": besides}
    same_name = row("SELECT id FROM users WHERE username = :username AND id <> :besides", **others)
    same_email = row("SELECT id FROM users WHERE lower(email) = lower(:email) AND id <> :besides", **others)
    errors = [("username", TAKEN)] if same_name else []
    errors += [("email", TAKEN)] if same_email else []
    return Refused(409, TAKEN, errors)


def viewer(request: Request) -> Row | None:
    """Whoever the token names; None without one."""
    subject = authorized(request, settings.secret_key, "Token", "Bearer")
    if subject is None:
        return None
    user = row("SELECT * FROM users WHERE CAST(id AS TEXT) = :id", id=subject)
    if user is None:
        raise unauthorized("Token")
    return user


def signed_in(request: Request) -> Row:
    user = viewer(request)
    if user is None:
        raise refused(401, "token", "is missing", headers={"WWW-Authenticate": "Token"})
    return user


def viewer_id(request: Request) -> int:
    """An id that no user has when there is no token."""
    user = viewer(request)
    return user["id"] if user else 0


# Profiles


async def profile(request: Request) -> Response:
    return JSONResponse({"profile": profile_of(named_user(request, viewer_id(request)))})


async def follow(request: Request) -> Response:
    me = signed_in(request)["id"]
    user = named_user(request, me)
    rows("INSERT OR IGNORE INTO follows VALUES (:me, :them)", me=me, them=user["id"])
    return JSONResponse({"profile": profile_of(named_user(request, me))})


async def unfollow(request: Request) -> Response:
    me = signed_in(request)["id"]
    user = named_user(request, me)
    rows("DELETE FROM follows WHERE follower = :me AND followed = :them", me=me, them=user["id"])
    return JSONResponse({"profile": profile_of(named_user(request, me))})


def named_user(request: Request, viewer: int) -> Row:
    user = row(
        f"SELECT u.*, {FOLLOWING} FROM users u WHERE username = :username",
        username=request.path_params["username"],
        viewer=viewer,
    )
    if user is None:
        raise refused(404, "profile", "not found")
    return user


# Articles


async def articles(request: Request) -> Response:
    me = viewer_id(request)
    query = request.query_params
    filters = {name: query.get(name) for name in ("tag", "author", "favorited")}
    for name, value in filters.items():
        if value is not None and ("\0" in value or len(value) > 64):
            raise refused(422, name, "is invalid")
    return article_list(
        request,
        """(:tag IS NULL OR EXISTS (SELECT 1 FROM tags t WHERE t.article = a.id AND t.name = :tag))
        AND (:author IS NULL OR u.username = :author)
        AND (:favorited IS NULL OR EXISTS (
            SELECT 1 FROM favorites f JOIN users v ON v.id = f.user WHERE f.article = a.id AND v.username = :favorited
        ))""",
        viewer=me,
        **filters,
    )


async def feed(request: Request) -> Response:
    return article_list(request, "following", viewer=signed_in(request)["id"])


def article_list(request: Request, condition: str, **values: Any) -> Response:
    page = {
        "limit": whole_number(request, "limit", 20, least=1, most=100),
        "offset": whole_number(request, "offset", 0, least=0, most=MOST_OFFSET),
    }
    found = f"{ARTICLES} WHERE {condition}"
    count = rows(f"SELECT count(*) AS articles FROM ({found})", **values)[0]["articles"]
    listed = rows(f"{found} ORDER BY a.created DESC, a.id DESC LIMIT :limit OFFSET :offset", **values, **page)
    return JSONResponse({"articles": [article_item(each) for each in listed], "articlesCount": count})


async def create_article(request: Request) -> Response:
    me = signed_in(request)["id"]
    form = await Form.read(request, "article")
    title, description, body = (
        form.text("title", 255),
        form.text("description", 1000),
        form.text("body", 100_000),
    )
    tags = form.tags() if "tagList" in form else []
    form.check()
    slug = free_slug(title)
    rows(
        "INSERT INTO articles (slug, title, description, body, author, created, updated)"
        " VALUES (:slug, :title, :description, :body, :author, :now, :now)",
        slug=slug,
        title=title,
        description=description,
        body=body,
        author=me,
        now=now_text(),
    )
    set_tags(slug, tags)
    return JSONResponse(article_envelope(slug, me), 201)


async def article(request: Request) -> Response:
    me = viewer_id(request)
    return JSONResponse(article_envelope(request.path_params["slug"], me))


async def update_article(request: Request) -> Response:
    me = signed_in(request)["id"]
    found = my_article(request, me)
    form = await Form.read(request, "article")
    changes = dict(found)
    for name, most in (("title", 255), ("description", 1000), ("body", 100_000)):
        if name in form:
            changes[name] = form.text(name, most)
    tags = form.tags() if "tagList" in form else None
    form.check()
    if changes["title"] != found["title"]:
        changes["slug"] = free_slug(changes["title"])
    changes["updated"] = later_than(found["updated"])
    rows(
        "UPDATE articles SET slug = :slug, title = :title, description = :description, body = :body,"
        " updated = :updated WHERE id = :id",
        **changes,
    )
    if tags is not None:
        set_tags(changes["slug"], tags)
    return JSONResponse(article_envelope(changes["slug"], me))


async def delete_article(request: Request) -> Response:
    found = my_article(request, signed_in(request)["id"])
    rows("DELETE FROM articles WHERE id = :id", id=found["id"])
    return Response(status_code=204)


async def favorite(request: Request) -> Response:
    me = signed_in(request)["id"]
    found = named_article(request.path_params["slug"], me)
    rows("INSERT OR IGNORE INTO favorites VALUES (:article, :me)", article=found["id"], me=me)
    return JSONResponse(article_envelope(found["slug"], me))


async def unfavorite(request: Request) -> Response:
    me = signed_in(request)["id"]
    found = named_article(request.path_params["slug"], me)
    rows("DELETE FROM favorites WHERE article = :article AND user = :me", article=found["id"], me=me)
    return JSONResponse(article_envelope(found["slug"], me))


def named_article(slug: str, viewer: int) -> Row:
    found = row(f"{ARTICLES} WHERE a.slug = :slug", slug=slug, viewer=viewer)
    if found is None:
        raise refused(404, "article", "not found")
    return found


def my_article(request: Request, me: int) -> Row:
    found = named_article(request.path_params["slug"], me)
    if found["author"] != me:
        raise refused(403, "article", "forbidden")
    return found


def free_slug(title: str) -> str:
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub("[^a-z0-9]+", "-", ascii_title)[:200].strip("-")
    if slug not in ("", "feed") and row("SELECT id FROM articles WHERE slug = :slug", slug=slug) is None:
        return slug
    return f"{slug}-{secrets.token_hex(8)}".strip("-")


def set_tags(slug: str, tags: list[str]) -> None:
    rows("DELETE FROM tags WHERE article = (SELECT id FROM articles WHERE slug = :slug)", slug=slug)
    for tag in tags:
        rows(
            "INSERT OR IGNORE INTO tags SELECT id, :tag FROM articles WHERE slug = :slug",
            slug=slug,
            tag=tag,
        )


def later_than(moment: str) -> str:
    """Now, and a millisecond after `moment` at least."""
    least = datetime.fromisoformat(moment) + timedelta(milliseconds=1)
    return max(now_text(), now_text(least.timestamp()))


async def tags(_: Request) -> Response:
    names = [each["name"] for each in rows("SELECT DISTINCT name FROM tags")]
    return JSONResponse({"tags": sorted(names)})


# Comments


async def comments(request: Request) -> Response:
    me = viewer_id(request)
    found = named_article(request.path_params["slug"], me)
    listed = rows(f"{COMMENTS} WHERE c.article = :article ORDER BY c.id DESC", article=found["id"], viewer=me)
    return JSONResponse({"comments": [comment_of(each) for each in listed]})


async def create_comment(request: Request) -> Response:
    me = signed_in(request)["id"]
    found = named_article(request.path_params["slug"], me)
    form = await Form.read(request, "comment")
    body = form.text("body", 10_000)
    form.check()
    made = rows(
        "INSERT INTO comments (article, author, body, created, updated)"
        " VALUES (:article, :me, :body, :now, :now) RETURNING id",
        article=found["id"],
        me=me,
        body=body,
        now=now_text(),
    )[0]
    comment = rows(f"{COMMENTS} WHERE c.id = :id", id=made["id"], viewer=me)[0]
    return JSONResponse({"comment": comment_of(comment)}, 201)


async def delete_comment(request: Request) -> Response:
    me = signed_in(request)["id"]
    found = named_article(request.path_params["slug"], me)
    number = request.path_params["id"]
    comment = row(
        "SELECT * FROM comments WHERE article = :article AND CAST(id AS TEXT) = :id",
        article=found["id"],
        id=number,
    )
    if comment is None:
        raise refused(404, "comment", "not found")
    if comment["author"] != me:
        raise refused(403, "comment", "forbidden")
    rows("DELETE FROM comments WHERE id = :id", id=comment["id"])
    return Response(status_code=204)


# The wire


def user_envelope(user: Row | None) -> Row:
    assert user is not None
    token = issue_jwt(settings.secret_key, str(user["id"]), seconds=TOKEN_SECONDS)
    return {"user": {"token": token, **{name: user[name] for name in ("email", "username", "bio", "image")}}}


def profile_of(user: Row) -> Row:
    return {
        "following": bool(user["following"]),
        **{name: user[name] for name in ("username", "bio", "image")},
    }


def article_item(found: Row) -> Row:
    tags = [each["name"] for each in rows("SELECT name FROM tags WHERE article = :id", id=found["id"])]
    return {
        "slug": found["slug"],
        "title": found["title"],
        "description": found["description"],
        "tagList": sorted(tags),
        "createdAt": found["created"],
        "updatedAt": found["updated"],
        "favorited": bool(found["favorited"]),
        "favoritesCount": found["favorites_count"],
        "author": profile_of(found),
    }


def article_envelope(slug: str, viewer: int) -> Row:
    found = named_article(slug, viewer)
    return {"article": {**article_item(found), "body": found["body"]}}


def comment_of(found: Row) -> Row:
    return {
        "id": found["id"],
        "createdAt": found["created"],
        "updatedAt": found["updated"],
        "body": found["body"],
        "author": profile_of(found),
    }


class Form:
    """Reads the object in a body's envelope and gathers what is wrong with it."""

    def __init__(self, fields: Row):
        self.fields = fields
        self.errors: list[tuple[str, str]] = []

    @classmethod
    async def read(cls, request: Request, envelope: str) -> "Form":
        body = await read_json(request)
        fields = body.get(envelope) if isinstance(body, dict) else None
        if not isinstance(fields, dict):
            raise refused(422, envelope, BLANK)
        return cls(fields)

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def username(self) -> str:
        return self.text("username", 64, pattern=USERNAME)

    def email(self) -> str:
        return self.text("email", 254, pattern=EMAIL)

    def password(self) -> str:
        return self.text("password", 128, least=8)

    def text(self, name: str, most: int, *, least: int = 1, pattern: re.Pattern[str] | None = None) -> str:
        value = self.fields.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            self.errors.append((name, BLANK))
        elif not isinstance(value, str) or (pattern and not pattern.fullmatch(value)):
            self.errors.append((name, "is invalid"))
        elif not least <= len(value) <= most:
            self.errors.append((name, f"must have {least} to {most} characters"))
        return str(value)

    def nullable(self, name: str, most: int) -> str | None:
        value = self.fields[name]
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            self.errors.append((name, "is invalid"))
        elif len(value) > most:
            self.errors.append((name, f"must have at most {most} characters"))
        return str(value)

    def tags(self) -> list[str]:
        value = self.fields["tagList"]
        if not isinstance(value, list) or len(value) > 32:
            self.errors.append(("tagList", "must be a list of at most 32 tags"))
            return []
        if not all(isinstance(tag, str) and tag.strip() and len(tag) <= 64 for tag in value):
            self.errors.append(("tagList", "must hold texts of 1 to 64 characters"))
        return value

    def check(self) -> None:
        if self.errors:
            raise Refused(422, "The body is not valid.", self.errors)


def whole_number(request: Request, name: str, default: int, *, least: int, most: int) -> int:
    value = request.query_params.get(name, str(default))
    if not re.fullmatch("[0-9]{1,10}", value) or not least <= int(value) <= most:
        raise refused(422, name, f"must be a number from {least} to {most}")
    return int(value)


def refused(status: int, where: str, what: str, headers: Mapping[str, str] | None = None) -> Refused:
    return Refused(status, what, [(where, what)], headers)


WHERE = {400: "body", 401: "token", 404: "route", 405: "method", 413: "body", 415: "body", 429: "credentials"}


def render(error: Refused) -> Response:
    """`{"errors": {"<field or resource>": ["message"]}}`; a pointer like /user/email speaks of the field email."""
    errors: dict[str, list[str]] = {}
    for pointer, message in error.errors or [(WHERE.get(error.status, "server"), error.detail)]:
        parts = pointer.strip("/").split("/")
        errors.setdefault(parts[min(1, len(parts) - 1)] or "body", []).append(message)
    return JSONResponse({"errors": errors}, error.status, error.headers)


ROUTES = [
    resource("/api/users", POST=register),
    resource("/api/users/login", POST=sign_in),
    resource("/api/user", GET=current_user, PUT=update_user),
    resource("/api/profiles/{username}", GET=profile),
    resource("/api/profiles/{username}/follow", POST=follow, DELETE=unfollow),
    resource("/api/articles", GET=articles, POST=create_article),
    resource("/api/articles/feed", GET=feed),
    resource("/api/articles/{slug}", GET=article, PUT=update_article, DELETE=delete_article),
    resource("/api/articles/{slug}/favorite", POST=favorite, DELETE=unfavorite),
    resource("/api/articles/{slug}/comments", GET=comments, POST=create_comment),
    resource("/api/articles/{slug}/comments/{id}", DELETE=delete_comment),
    resource("/api/tags", GET=tags),
]

if __name__ == "__main__":
    serve(application(project="blog", settings=settings, routes=ROUTES, render=render), settings)
