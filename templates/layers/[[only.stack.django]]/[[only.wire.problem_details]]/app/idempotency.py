"""`Idempotency-Key`: a repeated request gets the same response, and is executed once."""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from pydantic import BaseModel

from app.accounts.models import IdempotentRequest, User
from app.database import now
from app.failures import Conflict, Invalid

KEPT_FOR = timedelta(hours=24)
# After this time, the process that claimed the key must have died during the request.
GIVEN_UP_AFTER = timedelta(minutes=1)


def answer_once(
    request: HttpRequest, user: User, body: BaseModel, work: Callable[[], HttpResponse]
) -> HttpResponse:
    """Do the work, unless this user has already done it with this key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return work()
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
        raise Invalid({"/Idempotency-Key": "A key has 1 to 255 visible ASCII characters."})
    claim = claim_key(user, key, hashlib.sha256(body.model_dump_json().encode()).hexdigest())
    if claim.status is not None:
        return replay(claim)
    try:
        with transaction.atomic():
            response = work()
            record(claim, response)
    except BaseException:
        claim.delete()
        raise
    return response


def claim_key(user: User, key: str, fingerprint: str) -> IdempotentRequest:
    """Claim the key in a transaction of its own, or return the request that has it, with its response."""
    moment = now()
    is_abandoned = Q(status=None, started_at__lt=moment - GIVEN_UP_AFTER)
    earlier = IdempotentRequest.objects.filter(user=user)
    earlier.filter(Q(started_at__lt=moment - KEPT_FOR) | is_abandoned).delete()
    try:
        with transaction.atomic():
            return earlier.create(user=user, key=key, fingerprint=fingerprint, started_at=moment)
    except IntegrityError:
        claim = earlier.filter(key=key).first()
    if claim and claim.fingerprint != fingerprint:
        raise Invalid({"/Idempotency-Key": "This key was used with a different body."})
    if claim is None or claim.status is None:
        raise Conflict("The first request with this Idempotency-Key is still running. Try again.")
    return claim


def record(claim: IdempotentRequest, response: HttpResponse) -> None:
    claim.status = response.status_code
    claim.location = response.headers.get("Location", "")
    claim.etag = response.headers.get("ETag", "")
    claim.body = response.content.decode()
    claim.save()


def replay(claim: IdempotentRequest) -> HttpResponse:
    assert claim.status is not None
    headers = {"Location": claim.location, "ETag": claim.etag}
    return HttpResponse(
        claim.body,
        status=claim.status,
        headers={name: value for name, value in headers.items() if value},
        content_type="application/json",
    )
