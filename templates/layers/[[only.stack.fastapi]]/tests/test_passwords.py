from app.passwords import hash_password, verify_password


async def test_a_password_matches_its_own_hash_only() -> None:
    hashed = await hash_password("correct horse")
    assert hashed.startswith("$argon2id$")
    assert await verify_password("correct horse", hashed)
    assert not await verify_password("wrong horse", hashed)


async def test_nothing_matches_a_broken_hash_or_a_missing_account() -> None:
    for broken in ("", "nonsense", "$argon2id$v=19$", None):
        assert not await verify_password("nobody has this password", broken)
