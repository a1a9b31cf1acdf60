"""Signed addresses: one thing of one tenant, through every way mail systems respell them."""

from uuid import UUID

import pytest

from underpin.kernel import ids, keyring, mail_address

OLD = "an-old-secret-that-is-long-enough-000"
NEW = "a-new-secret-that-is-long-enough-1111"
RING = keyring.of(NEW, [OLD])
CASE = UUID("0199a000-0000-7000-8000-0000000000aa")


def test_an_address_names_what_it_was_signed_for() -> None:
    local_part = mail_address.sign(RING, "case", 42, CASE)

    assert local_part.startswith("case+")
    assert mail_address.verify(RING, "case", local_part) == (42, CASE)


@pytest.mark.parametrize(("purpose", "tenant"), [("case", 1), ("c", 2**31 - 1), ("a" * 15, 7)])
def test_it_fits_and_survives_every_respelling(purpose: str, tenant: int) -> None:
    local_part = mail_address.sign(RING, purpose, tenant, CASE)

    assert len(local_part) <= 64
    assert local_part == local_part.lower()
    for spelled in (local_part.upper(), local_part.title(), local_part):
        assert mail_address.verify(RING, purpose, spelled) == (tenant, CASE)


def test_previous_secrets_still_verify_and_dropped_ones_do_not() -> None:
    local_part = mail_address.sign(keyring.of(OLD), "case", 42, CASE)

    assert mail_address.verify(RING, "case", local_part) == (42, CASE)
    assert mail_address.verify(keyring.of(NEW), "case", local_part) is None


def test_any_changed_letter_makes_it_nobodys() -> None:
    local_part = mail_address.sign(RING, "case", 42, CASE)

    for place in range(5, len(local_part)):
        other = "a" if local_part[place] != "a" else "b"
        changed = local_part[:place] + other + local_part[place + 1 :]
        assert mail_address.verify(RING, "case", changed) is None


def test_an_address_for_one_purpose_is_none_for_another() -> None:
    token = mail_address.sign(RING, "case", 42, CASE).partition("+")[2]

    assert mail_address.verify(RING, "ticket", f"ticket+{token}") is None
    assert mail_address.verify(RING, "ticket", f"case+{token}") is None


@pytest.mark.parametrize(
    "local_part",
    ["", "case", "case+", "case+abc", "case+" + "a" * 48, "case+" + "1" * 48, "case+" + "ı" * 48,
     "case+" + "a" * 4000, "+" + "a" * 48, "case++" + "a" * 47],
)  # fmt: skip
def test_what_was_never_signed_is_nothing(local_part: str) -> None:
    assert mail_address.verify(RING, "case", local_part) is None


@pytest.mark.parametrize(("purpose", "tenant"), [("", 1), ("a" * 16, 1), ("a+b", 1), ("case", 0),
                                                 ("case", 2**31), ("Case", 1)])  # fmt: skip
def test_what_could_not_be_read_back_is_never_signed(purpose: str, tenant: int) -> None:
    with pytest.raises(ValueError):
        mail_address.sign(RING, purpose, tenant, CASE)


def test_the_first_recipient_at_our_domain_that_verifies_is_found() -> None:
    first, second = ids.new(), ids.new()
    ours = [f"{mail_address.sign(RING, 'case', 7, each)}@Desk.Example" for each in (first, second)]
    elsewhere = f"{mail_address.sign(RING, 'case', 8, CASE)}@other.example"

    recipients = ["help@desk.example", elsewhere, f"<{ours[0]}>", ours[1]]

    assert mail_address.find(RING, "case", "desk.example", recipients) == (7, first)
    assert mail_address.find(RING, "case", "desk.example", [elsewhere, "nobody"]) is None
