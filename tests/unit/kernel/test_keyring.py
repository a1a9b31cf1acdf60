"""One keyring: sealed for one purpose and one row, and rotated without losing anything."""

import pytest

from underpin.kernel import keyring

OLD = "an-old-secret-that-is-long-enough-000"
NEW = "a-new-secret-that-is-long-enough-1111"


def test_what_is_sealed_opens_again_and_shows_nothing() -> None:
    ring = keyring.of(OLD)

    sealed = ring.encrypt("totp", b"JBSWY3DPEHPK3PXP", associated=b"person 7")

    assert b"JBSWY3DPEHPK3PXP" not in sealed
    assert ring.decrypt("totp", sealed, associated=b"person 7") == b"JBSWY3DPEHPK3PXP"
    assert ring.encrypt("totp", b"JBSWY3DPEHPK3PXP", associated=b"person 7") != sealed


@pytest.mark.parametrize("place", [0, 2, 7, 20, -1])
def test_one_changed_bit_anywhere_does_not_open(place: int) -> None:
    ring = keyring.of(OLD)
    sealed = bytearray(ring.encrypt("totp", b"secret", associated=b"person 7"))
    sealed[place] ^= 1

    with pytest.raises(keyring.Unreadable):
        ring.decrypt("totp", bytes(sealed), associated=b"person 7")


@pytest.mark.parametrize(("purpose", "row"), [("webhook", b"person 7"), ("totp", b"person 8")])
def test_another_purpose_or_row_does_not_open(purpose: str, row: bytes) -> None:
    ring = keyring.of(OLD)
    sealed = ring.encrypt("totp", b"secret", associated=b"person 7")

    with pytest.raises(keyring.Unreadable):
        ring.decrypt(purpose, sealed, associated=row)


@pytest.mark.parametrize("length", range(0, 33, 4))
def test_a_ciphertext_cut_short_is_unreadable(length: int) -> None:
    ring = keyring.of(OLD)
    sealed = ring.encrypt("totp", b"", associated=b"row")

    with pytest.raises(keyring.Unreadable):
        ring.decrypt("totp", sealed[:length], associated=b"row")


def test_rotation_keeps_what_was_sealed_and_signed_and_marks_it_for_renewal() -> None:
    before, after = keyring.of(OLD), keyring.of(NEW, [OLD])
    sealed = before.encrypt("totp", b"secret", associated=b"row")
    tag = before.mac("mail", b"case 1")

    assert after.decrypt("totp", sealed, associated=b"row") == b"secret"
    assert after.verify_mac("mail", b"case 1", tag)
    assert not after.is_current(sealed)
    renewed = after.encrypt("totp", b"secret", associated=b"row")
    assert after.is_current(renewed)
    assert after.mac("mail", b"case 1") != tag
    assert keyring.of(NEW).decrypt("totp", renewed, associated=b"row") == b"secret"


def test_a_secret_dropped_from_the_ring_opens_and_proves_nothing_more() -> None:
    before, after = keyring.of(OLD), keyring.of(NEW)
    sealed = before.encrypt("totp", b"secret", associated=b"row")

    with pytest.raises(keyring.Unreadable, match="previous ones"):
        after.decrypt("totp", sealed, associated=b"row")
    assert not after.verify_mac("mail", b"case 1", before.mac("mail", b"case 1"))


def test_a_tag_holds_for_one_purpose_one_message_and_one_size() -> None:
    ring = keyring.of(OLD)
    tag = ring.mac("mail", b"case 1", size=10)

    assert ring.verify_mac("mail", b"case 1", tag, size=10)
    assert not ring.verify_mac("csrf", b"case 1", tag, size=10)
    assert not ring.verify_mac("mail", b"case 2", tag, size=10)
    assert not ring.verify_mac("mail", b"case 1", tag)
    assert not ring.verify_mac("mail", b"case 1", tag[:4], size=10)
    assert not ring.verify_mac("mail", b"case 1", b"", size=10)


@pytest.mark.parametrize("size", [0, 9, 33])
def test_a_tag_too_short_to_prove_anything_is_never_made(size: int) -> None:
    with pytest.raises(ValueError):
        keyring.of(OLD).mac("mail", b"case 1", size=size)


def test_secrets_must_be_long_and_named_once() -> None:
    with pytest.raises(keyring.KeyringInvalid, match="shorter than 32"):
        keyring.of(NEW, ["short"])
    with pytest.raises(keyring.KeyringInvalid, match="twice"):
        keyring.of(NEW, [NEW])


def test_associated_data_and_purpose_are_required() -> None:
    with pytest.raises(ValueError, match="associated"):
        keyring.of(OLD).encrypt("totp", b"secret", associated=b"")
    with pytest.raises(ValueError, match="purpose"):
        keyring.of(OLD).encrypt("", b"secret", associated=b"row")


def test_a_ring_never_prints_its_secrets() -> None:
    assert OLD not in repr(keyring.of(NEW, [OLD]))
    assert NEW not in repr(keyring.of(NEW, [OLD]))


def test_parts_cut_differently_are_other_messages() -> None:
    assert keyring.message("ab", "c") != keyring.message("a", "bc")
    assert keyring.message("a") != keyring.message("a", "")
