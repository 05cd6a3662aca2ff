"""The database session of a request, which begins when a handler first asks for it."""

from flask import g
from sqlalchemy.orm import Session

from app.services import get_services


def get_session() -> Session:
    if "session" not in g:
        g.session = get_services().database.sessions()
    session: Session = g.session
    return session


def commit() -> None:
    if "session" in g:
        get_session().commit()


def close_session(_error: BaseException | None) -> None:
    """What was not committed is rolled back."""
    if "session" in g:
        g.pop("session").close()
