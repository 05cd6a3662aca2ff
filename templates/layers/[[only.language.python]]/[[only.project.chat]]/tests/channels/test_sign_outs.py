from queue import Queue

import pytest

from app.channels import sign_outs
from tests.conftest import Start


def test_sign_outs_are_still_followed_after_an_unexpected_error(
    start: Start, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: Queue[None] = Queue()

    async def fail(*_: object) -> None:
        looks.put(None)
        raise RuntimeError("the first of its kind")

    monkeypatch.setattr(sign_outs, "SECONDS_BETWEEN_LOOKS", 0.01)
    monkeypatch.setattr(sign_outs, "ended", fail)
    monkeypatch.setattr(sign_outs.logger, "handlers", [caplog.handler])
    start()
    for _ in range(2):
        looks.get(timeout=10)
    assert "the first of its kind" in caplog.text
