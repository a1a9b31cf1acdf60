"""Passwords, hashed with Argon2id on a few threads of their own.

Cost: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet). Hashing is slow on
purpose, so it is bounded: two at once and a short queue, beyond which a caller is told to come
back. Never call these inside a transaction.
"""

import asyncio
import base64
import os
import threading
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from underpin.kernel import errors

LONGEST = 1024
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)

T = TypeVar("T")


class HashingBusy(errors.Unavailable):
    """Too many passwords are being checked at once; nothing was checked."""

    code = "hashing-busy"


class PasswordUnusable(errors.Malformed):
    """A new password is empty or too long."""

    code = "password-unusable"


class HashingPool:
    """At most `threads` hashes at once and `waiting` more in line. Threads start when needed."""

    def __init__(self, threads: int = 2, waiting: int = 32) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="password")
        self._room = threading.BoundedSemaphore(threads + waiting)

    async def run(self, work: Callable[..., T], *arguments: str) -> T:
        """The work's answer. Raises HashingBusy at once when the line is full."""
        if not self._room.acquire(blocking=False):
            raise HashingBusy("Too many sign-ins at this moment: try again in a few seconds.")
        future = self._executor.submit(work, *arguments)
        future.add_done_callback(lambda _: self._room.release())
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        """Let what runs finish, and drop what waits."""
        self._executor.shutdown(wait=True, cancel_futures=True)


_pool = HashingPool()


async def hash_password(password: str, *, pool: HashingPool = _pool) -> str:
    """The encoded Argon2id hash to store. Raises PasswordUnusable, HashingBusy."""
    spelled = _spelled(password)
    if not 0 < len(spelled.encode()) <= LONGEST:
        raise PasswordUnusable(f"A password has 1 to {LONGEST} bytes: choose another.")
    return await pool.run(_hasher.hash, spelled)


async def verify_password(password: str, stored: str | None, *, pool: HashingPool = _pool) -> bool:
    """Whether the password is the stored one. Without a stored hash (an unknown person, or one
    who has no password) the same work is done and the answer is no, so that time tells nothing.
    Raises HashingBusy; InvalidHashError for a stored value that is no hash at all."""
    spelled = _spelled(password)
    if len(spelled.encode()) > LONGEST:
        spelled, stored = "", None
    return await pool.run(_matches, stored if stored is not None else _nobody(), spelled)


async def renewed(password: str, stored: str, *, pool: HashingPool = _pool) -> str:
    """A new hash of a password that was right, empty where its own was made at today's cost."""
    if not needs_rehash(stored):
        return ""
    return await hash_password(password, pool=pool)


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made at another cost."""
    return _hasher.check_needs_rehash(stored)


def _matches(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except VerifyMismatchError:
        return False


def _spelled(password: str) -> str:
    """NFKC, so that one password typed on two keyboards is one password (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def _nobody() -> str:
    """A well-formed hash of today's cost that no password has: its digest is drawn, not made."""
    salt, digest = (_encoded(os.urandom(size)) for size in (16, 32))
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"


def _encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
