"""A key belongs to its route and to the bytes it came with."""

from __future__ import annotations

from hashlib import sha256

from underpin.kernel.idempotency import Key


def test_a_key_is_bound_to_the_body_it_came_with() -> None:
    key = Key.of("POST /api/v1/tickets", "k", b'{"a":1}')
    assert key.body_hash == sha256(b'{"a":1}').digest()
    assert key != Key.of("POST /api/v1/tickets", "k", b'{"a": 1}')
    assert key != Key.of("POST /api/v1/others", "k", b'{"a":1}')
    assert key == Key.of("POST /api/v1/tickets", "k", b'{"a":1}')
