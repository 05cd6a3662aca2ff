from datetime import timedelta

import pytest

from app.database import now
from app.schemas import format_time
from app.tasks import models
from tests.sign_in import Person


def test_labels_are_counted_by_name(alice: Person, bob: Person) -> None:
    for labels in (["b", "a"], ["b", "B"], ["é"]):
        alice.post("/tasks", {"title": "Labelled", "labels": labels})
    bob.post("/tasks", {"title": "Not hers", "labels": ["b", "z"]})
    assert alice.get("/labels").json()["items"] == [
        {"name": "B", "count": 1},
        {"name": "a", "count": 1},
        {"name": "b", "count": 2},
        {"name": "é", "count": 1},
    ]


def test_stats_count_the_callers_tasks(alice: Person, bob: Person) -> None:
    past, future = format_time(now() - timedelta(hours=1)), format_time(now() + timedelta(hours=1))
    for status in ("todo", "in_progress", "done", "cancelled"):
        alice.post("/tasks", {"title": "Late", "status": status, "due_at": past, "priority": "low"})
    alice.post("/tasks", {"title": "In time", "due_at": future})
    bob.post("/tasks", {"title": "Not hers", "status": "done"})
    assert alice.get("/stats").json() == {
        "by_status": {"todo": 2, "in_progress": 1, "done": 1, "cancelled": 1},
        "by_priority": {"low": 4, "medium": 1, "high": 0, "urgent": 0},
        "overdue": 2,
        "completed_last_7_days": 1,
    }


@pytest.mark.parametrize(("days", "counted"), [(6.9, 1), (7.1, 0)])
def test_a_week_is_seven_days(
    days: float, counted: int, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = now() - timedelta(days=days)
    with monkeypatch.context() as past:
        past.setattr(models, "now", lambda: then)
        alice.post("/tasks", {"title": "Done then", "status": "done"})
    assert alice.get("/stats").json()["completed_last_7_days"] == counted
