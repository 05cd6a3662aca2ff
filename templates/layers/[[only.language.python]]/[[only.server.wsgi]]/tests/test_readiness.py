from threading import Event

import pytest

from app import readiness
from app.readiness import answers_in_time


def test_a_database_that_hangs_is_not_ready_until_it_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "SECONDS", 0.05)
    answered, asked = Event(), []

    def hang() -> bool:
        asked.append("once")
        return answered.wait(10)

    assert [answers_in_time(hang) for _ in range(3)] == [False] * 3
    assert asked == ["once"]
    answered.set()
    monkeypatch.setattr(readiness, "SECONDS", 10)
    assert answers_in_time(hang)
