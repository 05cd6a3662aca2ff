import logging

import pytest
from django.db import IntegrityError, OperationalError

from app.logs import JsonFormatter, ReadableFormatter

ROW = "alice@example.com"


def failed(kind: type[Exception], sentence: str) -> logging.LogRecord:
    """What Django raises when the driver raises something."""
    error = kind(sentence)
    error.__cause__ = KeyError(sentence)
    return logging.LogRecord("test", logging.ERROR, "", 0, "It failed", (), (kind, error, None))


@pytest.mark.parametrize("formatter", [JsonFormatter(), ReadableFormatter()])
def test_a_database_error_is_logged_without_the_row(formatter: logging.Formatter) -> None:
    logged = formatter.format(failed(IntegrityError, f"Key (email)=({ROW}) exists"))
    assert ROW not in logged
    assert "IntegrityError: KeyError" in logged


def test_other_errors_are_logged_in_full() -> None:
    assert "The disk is full" in JsonFormatter().format(failed(OperationalError, "The disk is full"))
