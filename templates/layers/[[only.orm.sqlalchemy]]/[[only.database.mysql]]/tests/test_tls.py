import ssl

import pytest
from sqlalchemy.engine import make_url

from app.tls import tls_of


def test_a_mysql_url_without_a_mode_says_nothing_of_tls() -> None:
    url = make_url("mysql://app:secret@host/app?charset=utf8mb4")
    assert tls_of(url) == (url, {})


@pytest.mark.parametrize(
    ("mode", "verified", "named"),
    [("REQUIRED", False, False), ("VERIFY_CA", True, False), ("VERIFY_IDENTITY", True, True)],
)
def test_a_mysql_url_asks_for_tls_as_its_own_clients_do(mode: str, verified: bool, named: bool) -> None:
    url, given = tls_of(make_url(f"mysql://app:secret@host/app?ssl-mode={mode}"))
    assert not url.query
    assert (given["ssl"].verify_mode == ssl.CERT_REQUIRED) is verified
    assert given["ssl"].check_hostname is named
