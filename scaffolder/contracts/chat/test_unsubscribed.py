"""Named to run late: the connection is opened with the first test, and 60 s pass while others run."""

from scaffolder.contracts.chat.conftest import Unsubscribed


def test_a_connection_without_subscriptions_is_closed_after_a_minute(
    unsubscribed: Unsubscribed,
) -> None:
    code, seconds = unsubscribed.closed()
    assert code == 4202
    assert seconds >= 59, "it was closed too early"
