"""Passwords: slow on purpose, bounded, and silent about who exists."""

import asyncio
import threading
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError

from underpin.kernel import passwords


@pytest.fixture
def pool() -> Iterator[passwords.HashingPool]:
    pool = passwords.HashingPool(threads=1, waiting=1)
    yield pool
    pool.close()


async def test_the_right_password_and_only_it_is_accepted() -> None:
    stored = await passwords.hash_password("correct horse")

    assert stored.startswith("$argon2id$")
    assert await passwords.verify_password("correct horse", stored)
    assert not await passwords.verify_password("correct horsf", stored)
    assert not await passwords.verify_password("", stored)


async def test_one_password_typed_on_two_keyboards_is_one_password() -> None:
    stored = await passwords.hash_password("zażółć")

    assert await passwords.verify_password("za\u017co\u0301\u0142c\u0301", stored)


async def test_an_unknown_person_costs_the_same_hash_and_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    checked: list[str] = []
    real = passwords._matches

    def noting(stored: str, password: str) -> bool:
        checked.append(stored)
        return real(stored, password)

    monkeypatch.setattr(passwords, "_matches", noting)

    assert not await passwords.verify_password("anything", None)
    assert not await passwords.verify_password("", None)
    assert not await passwords.verify_password("x" * 5000, None)
    assert len(checked) == 3
    assert not any(passwords.needs_rehash(stored) for stored in checked)


async def test_a_stored_value_that_is_no_hash_is_an_error_not_a_refusal() -> None:
    with pytest.raises(InvalidHashError):
        await passwords.verify_password("anything", "plain text")


@pytest.mark.parametrize("password", ["", "x" * 1025, "ż" * 513])
async def test_an_empty_or_endless_password_is_refused_before_any_work(password: str) -> None:
    with pytest.raises(passwords.PasswordUnusable):
        await passwords.hash_password(password)


async def test_a_hash_of_another_cost_asks_to_be_made_anew() -> None:
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("secret")

    assert passwords.needs_rehash(cheap)
    made = await passwords.renewed("secret", cheap)
    assert await passwords.verify_password("secret", made)
    assert not await passwords.renewed("secret", made)
    assert await passwords.verify_password("secret", cheap)
    assert not passwords.needs_rehash(await passwords.hash_password("secret"))


async def test_a_full_line_refuses_at_once_and_recovers(pool: passwords.HashingPool) -> None:
    gate = threading.Event()

    def held() -> bool:
        return gate.wait(60)

    running = [asyncio.ensure_future(pool.run(held)) for _ in range(2)]
    await asyncio.sleep(0)
    try:
        with pytest.raises(passwords.HashingBusy) as refused:
            await passwords.hash_password("secret", pool=pool)
        assert refused.value.status == 503
    finally:
        gate.set()
    assert await asyncio.gather(*running) == [True, True]
    assert await passwords.hash_password("secret", pool=pool)


async def test_a_caller_who_left_gives_the_place_back(pool: passwords.HashingPool) -> None:
    gate = threading.Event()
    running = asyncio.ensure_future(pool.run(gate.wait))
    waiting = asyncio.ensure_future(pool.run(gate.wait))
    await asyncio.sleep(0)

    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.set()

    assert await running
    assert await pool.run(lambda: "free again") == "free again"
