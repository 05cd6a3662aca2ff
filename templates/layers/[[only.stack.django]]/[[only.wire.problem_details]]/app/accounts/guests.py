"""With DEMO=true anyone gets an account with sample data, which is deleted after a day."""

import secrets
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from app.accounts import refresh_tokens
from app.accounts.sessions import session_of
from app.accounts.users import add_guest, guests_before
from app.database import now
from app.failures import NotFound
from app.guards import hashing, limits, network_of_client
from app.problems import NOT_FOUND
from app.removal import remove_user
from app.sample import add_sample
from app.views import ApiView, answer

LIFETIME = timedelta(days=1)


class Guest(ApiView):
    public = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not settings.ENV.demo:
            raise NotFound(NOT_FOUND)
        limits.guests.count(network_of_client(request))
        password = hashing.hash(secrets.token_urlsafe(32))
        # They are found without a lock, which could wait for those that are being added.
        for old in guests_before(now() - LIFETIME):
            # While something is added to what is theirs, they stay until the next guest comes.
            with suppress(IntegrityError):
                remove_user(old)
        with transaction.atomic():
            guest = add_guest(name="Guest", password=password)
            add_sample(guest)
            issued = refresh_tokens.start_family(guest)
        return answer(session_of(guest, issued), status=201)
