from app.passwords import Passwords

passwords = Passwords(memory_kib=8)


def test_a_password_matches_its_own_hash_only() -> None:
    hashed = passwords.hash("correct horse")
    assert hashed.startswith("$argon2id$")
    assert passwords.match("correct horse", hashed)
    assert not passwords.match("wrong horse", hashed)


def test_nothing_matches_a_broken_hash_or_a_missing_account() -> None:
    for broken in ("", "nonsense", "$argon2id$v=19$", None):
        assert not passwords.match("nobody has this password", broken)
