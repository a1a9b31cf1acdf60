"""Evidence is checked by anybody with SHA-256 and a pencil: the recipe of docs/compliance.md, done
by other means than the product's."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from contracts.compliance.frozen import evidence
from contracts.compliance.frozen.evidence import Head

HEAD = Head(
    tenant=42,
    year=2026,
    month=1,
    starts_at=datetime(2025, 12, 31, 23, tzinfo=UTC),
    ends_at=datetime(2026, 1, 31, 23, tzinfo=UTC),
    frozen_at=datetime(2026, 2, 10, 23, tzinfo=UTC),
    counted=2,
    previous=None,
)


def by_hand(*pieces: str) -> str:
    head = {
        "tenant": 42,
        "month": "2026-01",
        "starts": "2025-12-31T23:00:00Z",
        "ends": "2026-01-31T23:00:00Z",
        "frozen_at": "2026-02-10T23:00:00Z",
        "counted": 2,
        "previous": None,
    }
    said = json.dumps(head, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    link = hashlib.sha256(said.encode()).digest()
    for piece in pieces:
        link = hashlib.sha256(link + hashlib.sha256(piece.encode()).digest()).digest()
    return link.hex()


def test_the_chain_is_what_the_page_says() -> None:
    pieces = ('{"a":1}', '{"b":2}')
    found = evidence.chained(HEAD, [evidence.digest(each) for each in pieces])
    assert found.hex() == by_hand(*pieces)


def test_canonical_json_does_not_depend_on_the_order_and_keeps_numbers_exact() -> None:
    one = {"used": Decimal("3600.000001"), "by": "Zoë", "spans": [{"to": 2, "from": 1}]}
    other = {"spans": [{"from": 1, "to": 2}], "by": "Zoë", "used": Decimal("3600.000001")}
    assert evidence.canonical(one) == evidence.canonical(other)
    assert evidence.canonical(one) == '{"by":"Zoë","spans":[{"from":1,"to":2}],"used":3600.000001}'


@pytest.mark.parametrize(
    "changed",
    [
        replace(HEAD, counted=3),
        replace(HEAD, previous="00" * 32),
        replace(HEAD, tenant=43),
        replace(HEAD, frozen_at=datetime(2026, 2, 10, 23, 0, 1, tzinfo=UTC)),
    ],
)
def test_whatever_changes_in_the_head_changes_the_hash(changed: Head) -> None:
    digests = [evidence.digest("{}")]
    assert evidence.chained(changed, digests) != evidence.chained(HEAD, digests)


def test_pieces_swapped_or_left_out_change_the_hash() -> None:
    one, two = evidence.digest("1"), evidence.digest("2")
    hashes = {
        evidence.chained(HEAD, given)
        for given in ([one, two], [two, one], [one], [two], [], [one, two, two])
    }
    assert len(hashes) == 6
