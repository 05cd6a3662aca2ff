"""Which account a person at a provider signs in to: found by issuer and subject, never by e-mail."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from pydantic import TypeAdapter, ValidationError

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


def account_of(person: Person) -> User:
    """The account that is linked to this person, or a new one."""
    if user := linked_to(person):
        return user
    if person.email is None or not is_email(person.email):
        raise Refused("email_not_verified")
    # Twice, because at the same moment another person may get the same name.
    for _ in range(2):
        try:
            with transaction.atomic():
                user = add_account(email=person.email, name=person.name)
                user.identities.create(issuer=person.issuer, subject=person.subject)
                return user
        except (Conflict, IntegrityError):
            # Another browser of the same person may have been faster.
            if user := linked_to(person):
                return user
    raise Refused("account_exists")


def link(person: Person, user_id: UUID) -> None:
    try:
        with transaction.atomic():
            Identity.objects.create(issuer=person.issuer, subject=person.subject, user_id=user_id)
    except IntegrityError:
        linked = linked_to(person)
        if linked is None or linked.id != user_id:
            raise Refused("already_linked") from None


@transaction.atomic
def unlink(user: User, issuer: str, *, issuers: Iterable[str]) -> None:
    """`issuers` are those of all providers that users can sign in with."""
    # Lock the account, so that two providers cannot be unlinked at once.
    user = User.objects.select_for_update().get(id=user.id)
    user.identities.filter(issuer=issuer).delete()
    if not user.has_usable_password() and not user.identities.filter(issuer__in=issuers).exists():
        raise Conflict("This is the only way to sign in to the account.")


def linked_to(person: Person) -> User | None:
    return User.objects.filter(identities__issuer=person.issuer, identities__subject=person.subject).first()


def is_email(text: str) -> bool:
    try:
        return is_sound(TypeAdapter(Email).validate_python(text))
    except ValidationError:
        return False
