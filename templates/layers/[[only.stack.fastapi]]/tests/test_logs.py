import logging

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from app.logs import JsonFormatter, ReadableFormatter

ROW = "alice@example.com"


class DriverError(Exception):
    """An exception of a driver."""


@pytest.mark.parametrize("formatter", [JsonFormatter(), ReadableFormatter()])
def test_what_a_database_says_of_a_row_is_not_logged(formatter: logging.Formatter) -> None:
    error = IntegrityError("INSERT", {"email": ROW}, DriverError(f"Key (email)=({ROW}) exists"))
    logged = formatter.format(failed(error))
    assert ROW not in logged
    assert "IntegrityError: DriverError" in logged


def test_other_errors_are_logged_whole() -> None:
    error = OperationalError("SELECT 1", {}, DriverError("The disk is full"))
    assert "The disk is full" in JsonFormatter().format(failed(error))


def failed(error: Exception) -> logging.LogRecord:
    return logging.LogRecord("test", logging.ERROR, "", 0, "It failed", (), (type(error), error, None))
