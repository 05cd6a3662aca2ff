"""Pusher clients ask for a signature with a form."""

from typing import Any
from urllib.parse import parse_qsl

from app.bodies import check_values
from app.failures import Malformed

FORM = "application/x-www-form-urlencoded"


def parse_form(body: bytes) -> dict[str, Any]:
    try:
        values = dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict", max_num_fields=10))
    except ValueError:
        raise Malformed("The body is not a form.") from None
    check_values(values)
    return values
