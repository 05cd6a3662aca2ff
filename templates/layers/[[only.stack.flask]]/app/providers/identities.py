"""Which account a person at a provider signs in to: found by issuer and subject, never by e-mail."""

from collections.abc import Iterable
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.from_providers import add_account
from app.accounts.models import User
from app.accounts.schemas import Email
from app.bodies import is_sound
from app.failures import Conflict
from app.providers.clients import Person
from app.providers.models import Identity


class Refused(Exception):
    """`code` is for the page."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def account_of(session: Session, person: Person) -> UUID:
    """The account that is linked to this person, or a new one."""
    if (user_id := linked_to(session, person)) is not None:
        return user_id
    if person.email is None or not is_email(person.email):
        raise Refused("email_not_verified")
    # Twice, because at the same moment another person may get the same name.
    for _ in range(2):
        try:
            user = add_account(session, email=person.email, name=person.name)
            add_identity(session, person, user.id)
        except (Conflict, IntegrityError):
            session.rollback()
        else:
            return user.id
        # Another browser of the same person may have been faster.
        if (user_id := linked_to(session, person)) is not None:
            return user_id
    raise Refused("account_exists")


def link(session: Session, person: Person, user_id: UUID) -> None:
    try:
        add_identity(session, person, user_id)
    except IntegrityError:
        session.rollback()
        if linked_to(session, person) != user_id:
            raise Refused("already_linked") from None


def is_linked(session: Session, user: User, issuer: str) -> bool:
    own = select(Identity.subject).where(Identity.user_id == user.id, Identity.issuer == issuer)
    return (session.scalars(own)).first() is not None


def unlink(session: Session, user: User, issuer: str, *, issuers: Iterable[str]) -> None:
    """`issuers` are those of all providers that users can sign in with."""
    # Lock the account, so that two providers cannot be unlinked at once.
    session.refresh(user, with_for_update=True)
    session.execute(delete(Identity).where(Identity.user_id == user.id, Identity.issuer == issuer))
    others = select(Identity.subject).where(Identity.user_id == user.id, Identity.issuer.in_(issuers))
    if not user.password_hash and (session.scalars(others)).first() is None:
        raise Conflict("This is the only way to sign in to the account.")


def linked_to(session: Session, person: Person) -> UUID | None:
    own = Identity.issuer == person.issuer, Identity.subject == person.subject
    return session.scalar(select(Identity.user_id).where(*own))


def add_identity(session: Session, person: Person, user_id: UUID) -> None:
    session.add(Identity(issuer=person.issuer, subject=person.subject, user_id=user_id))
    session.flush()


def is_email(text: str) -> bool:
    try:
        return is_sound(TypeAdapter(Email).validate_python(text))
    except ValidationError:
        return False
