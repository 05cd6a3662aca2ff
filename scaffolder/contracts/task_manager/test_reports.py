"""Label counts and task statistics."""

from scaffolder.contracts.client import Client
from scaffolder.contracts.task_manager.steps import change, from_now, make_task

NOTHING = {
    "by_status": {"todo": 0, "in_progress": 0, "done": 0, "cancelled": 0},
    "by_priority": {"low": 0, "medium": 0, "high": 0, "urgent": 0},
    "overdue": 0,
    "completed_last_7_days": 0,
}


def test_labels_are_counted_by_name(alice: Client, bob: Client) -> None:
    make_task(alice, labels=["home", "weekend"])
    make_task(alice, labels=["home", "Äpfel"])
    make_task(bob, labels=["home", "bobs"])
    assert alice.get("/labels", expect=200).json() == {
        "items": [
            {"name": "home", "count": 2},
            {"name": "weekend", "count": 1},
            {"name": "Äpfel", "count": 1},
        ]
    }


def test_labels_disappear_with_their_tasks(alice: Client) -> None:
    kept, deleted = make_task(alice, labels=["a", "b"]), make_task(alice, labels=["b", "c"])
    alice.delete(f"/tasks/{deleted['id']}", expect=204)
    change(alice, kept, labels=["b", "d"])
    assert alice.get("/labels", expect=200).json()["items"] == [
        {"name": "b", "count": 1},
        {"name": "d", "count": 1},
    ]
    alice.delete(f"/tasks/{kept['id']}", expect=204)
    assert alice.get("/labels", expect=200).json() == {"items": []}


def test_labels_that_differ_in_case_or_accents_are_counted_separately(alice: Client) -> None:
    make_task(alice, labels=["work"])
    make_task(alice, labels=["Work"])
    make_task(alice, labels=["wörk"])
    assert alice.get("/labels", expect=200).json()["items"] == [
        {"name": "Work", "count": 1},
        {"name": "work", "count": 1},
        {"name": "wörk", "count": 1},
    ]


def test_stats_of_a_new_user_are_zero(alice: Client) -> None:
    assert alice.get("/stats", expect=200).json() == NOTHING


def test_stats_count_by_status_and_priority(alice: Client, bob: Client) -> None:
    for status, priority in (
        ("todo", "low"),
        ("todo", "high"),
        ("in_progress", "high"),
        ("cancelled", "urgent"),
    ):
        make_task(alice, status=status, priority=priority)
    make_task(bob, status="todo", priority="low")
    stats = alice.get("/stats", expect=200).json()
    assert stats["by_status"] == {"todo": 2, "in_progress": 1, "done": 0, "cancelled": 1}
    assert stats["by_priority"] == {"low": 1, "medium": 0, "high": 2, "urgent": 1}


def test_open_tasks_past_their_due_date_are_overdue(alice: Client, bob: Client) -> None:
    for status in ("todo", "in_progress", "done", "cancelled"):
        make_task(alice, status=status, due_at=from_now(minutes=-5))
        make_task(alice, status=status, due_at=from_now(minutes=5))
        make_task(alice, status=status)
    make_task(bob, due_at=from_now(minutes=-5))
    assert alice.get("/stats", expect=200).json()["overdue"] == 2


def test_overdue_respects_time_zone_offsets(alice: Client) -> None:
    late = from_now(hours=13, minutes=-5).replace("Z", "+13:00")
    early = from_now(hours=-11, minutes=5).replace("Z", "-11:00")
    make_task(alice, due_at=late)
    make_task(alice, due_at=early)
    assert alice.get("/stats", expect=200).json()["overdue"] == 1


def test_completed_counts_tasks_that_are_done_now(alice: Client, bob: Client) -> None:
    first, second = make_task(alice), make_task(alice)
    make_task(alice, status="done")
    make_task(alice, status="cancelled")
    make_task(bob, status="done")
    change(alice, first, status="done")
    change(alice, second, status="done")
    assert alice.get("/stats", expect=200).json()["completed_last_7_days"] == 3
    change(alice, second, status="todo")
    stats = alice.get("/stats", expect=200).json()
    assert stats["completed_last_7_days"] == 2
    assert stats["by_status"] == {"todo": 1, "in_progress": 0, "done": 2, "cancelled": 1}
