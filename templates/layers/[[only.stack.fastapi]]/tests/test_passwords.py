import pytest

from app.passwords import hash_password, verify_password


async def test_a_password_matches_its_own_hash_only() -> None:
    hashed = await hash_password("correct horse")
    assert hashed.startswith("$argon2id$")
    assert await verify_password("correct horse", hashed)
    assert not await verify_password("wrong horse", hashed)


@pytest.mark.parametrize("broken", ["", "nonsense", "$argon2id$v=19$"])
async def test_nothing_matches_a_broken_hash(broken: str) -> None:
    assert not await verify_password("nobody has this password", broken)


async def test_nothing_matches_an_account_that_is_not_there() -> None:
    assert not await verify_password("nobody has this password", None)
