import pytest

from app import sign_in_limit
from app.failures import TooManyAttempts
from app.sign_in_limit import SignInLimit


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def limit(clock: Clock) -> SignInLimit:
    return SignInLimit(clock)


def fail(limit: SignInLimit, *, account: str = "alice", address: str = "1.1.1.1", times: int = 10) -> None:
    for _ in range(times):
        limit.count_attempt(account, address)


def test_the_eleventh_attempt_on_an_account_has_to_wait(limit: SignInLimit, clock: Clock) -> None:
    for number in range(10):
        fail(limit, address=f"1.1.1.{number}", times=1)
    clock.now += 20
    with pytest.raises(TooManyAttempts) as refusal:
        fail(limit, address="2.2.2.2", times=1)
    assert refusal.value.retry_after == 40


def test_the_eleventh_attempt_from_an_address_has_to_wait(limit: SignInLimit) -> None:
    for number in range(10):
        fail(limit, account=f"user {number}", times=1)
    with pytest.raises(TooManyAttempts):
        fail(limit, account="another", times=1)


def test_after_a_minute_there_are_attempts_again(limit: SignInLimit, clock: Clock) -> None:
    fail(limit)
    clock.now += 60
    fail(limit)


def test_a_success_clears_the_account_but_not_the_address(limit: SignInLimit) -> None:
    fail(limit, times=9)
    limit.count_attempt("alice", "1.1.1.1")
    limit.forgive(account="alice", address="1.1.1.1")
    fail(limit, address="2.2.2.2", times=9)
    fail(limit, account="bob", times=1)
    with pytest.raises(TooManyAttempts):
        fail(limit, account="carol", times=1)


def test_old_failures_are_forgotten(
    limit: SignInLimit, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_in_limit, "MOST_KEYS", 5)
    for number in range(5):
        fail(limit, account=f"user {number}", address=f"1.1.1.{number}", times=1)
    clock.now += 61
    fail(limit, times=1)
    assert limit.failures.keys() == {"alice", "1.1.1.1"}
