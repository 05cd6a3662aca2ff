import logging

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from app.logs import JsonFormatter, ReadableFormatter

ROW = "alice@example.com"


class DriverError(Exception):
    """An exception of a driver."""


@pytest.mark.parametrize("formatter", [JsonFormatter(), ReadableFormatter()])
def test_a_database_error_is_logged_without_the_row(formatter: logging.Formatter) -> None:
    error = IntegrityError("INSERT", {"email": ROW}, DriverError(f"Key (email)=({ROW}) exists"))
    logged = formatter.format(failed(error))
    assert ROW not in logged
    assert "IntegrityError: DriverError" in logged


def test_other_errors_are_logged_in_full() -> None:
    error = OperationalError("SELECT 1", {}, DriverError("The disk is full"))
    assert "The disk is full" in JsonFormatter().format(failed(error))


def failed(error: Exception) -> logging.LogRecord:
    return logging.LogRecord("test", logging.ERROR, "", 0, "It failed", (), (type(error), error, None))
