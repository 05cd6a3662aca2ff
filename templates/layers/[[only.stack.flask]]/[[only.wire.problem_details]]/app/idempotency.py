"""`Idempotency-Key`: a repeated request gets the same response, and is executed once."""

import re
from collections.abc import Callable

from flask import Response, request
from pydantic import BaseModel
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts.current_user import get_current_user
from app.accounts.models import User
from app.database import now
from app.failures import Invalid
from app.idempotent_requests import IdempotentRequest, check_finished, fingerprint_of, is_claim, is_over
from app.requests import answer_json
from app.session import get_session


def answer_once(body: BaseModel, work: Callable[[], Response]) -> Response:
    """Do the work, unless this user has already done it with this key."""
    key, session, user = read_key(), get_session(), get_current_user()
    if key is None:
        return work()
    claim = claim_key(session, user, key, fingerprint_of(body))
    if claim.status is not None:
        return replay(claim)
    try:
        response = work()
        record(claim, response)
        session.commit()
    except BaseException:
        session.rollback()
        session.execute(delete(IdempotentRequest).where(is_claim(user.id, key)))
        session.commit()
        raise
    return response


def read_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
        raise Invalid({"/Idempotency-Key": "It has 1 to 255 visible ASCII characters."})
    return key


def claim_key(session: Session, user: User, key: str, fingerprint: str) -> IdempotentRequest:
    """Claim the key in a separate transaction, or return its stored response."""
    moment = now()
    session.execute(delete(IdempotentRequest).where(is_over(user.id, moment)))
    claim = IdempotentRequest(user_id=user.id, key=key, fingerprint=fingerprint, started_at=moment)
    session.add(claim)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
    else:
        return claim

    earlier = session.scalar(select(IdempotentRequest).where(is_claim(user.id, key)))
    return check_finished(earlier, fingerprint)


def record(claim: IdempotentRequest, response: Response) -> None:
    claim.status = response.status_code
    claim.location = response.headers.get("Location")
    claim.etag = response.headers.get("ETag")
    claim.body = response.get_data(as_text=True)


def replay(claim: IdempotentRequest) -> Response:
    assert claim.status is not None
    headers = {"Location": claim.location, "ETag": claim.etag}
    return answer_json(claim.body, claim.status, {name: value for name, value in headers.items() if value})
