"""DESIGN 7: kill any process at any instant. A log lived through kills ends as one lived in
peace, and what left for the vendor left under one identity each."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from email import message_from_bytes
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.chaos import invented_log, trouble
from tests.chaos.installation import ROOT, Installation, installed
from underpin.desk.replay import log as logs
from underpin.desk.replay.step import Source

pytestmark = pytest.mark.kill

REAL = ROOT.parent / "shared/data/incidents/servicenow.csv"
OFTEN = {"worker": 3, "replay": 1, "catcher": 1, "redis": 1, "postgres": 1}
FOLDED = ("--tenants", "5")
DRAWN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


async def test_a_log_lived_through_kills_ends_as_one_lived_in_peace(tmp_path: Path) -> None:
    log = invented_log.write(tmp_path / "log.csv", *invented_log.first_cases(REAL, 12))
    await _compared(tmp_path, log, seed=1, often=OFTEN)


@pytest.mark.deep
@pytest.mark.parametrize("seed", range(2, 8))
async def test_it_does_so_wherever_the_kills_fall(tmp_path: Path, seed: int) -> None:
    log = invented_log.write(tmp_path / "log.csv", *invented_log.first_cases(REAL, 60))
    await _compared(tmp_path, log, seed, {name: 3 * times for name, times in OFTEN.items()})


@pytest.mark.deep
async def test_the_whole_real_log_lives_through_kills(tmp_path: Path) -> None:
    if not REAL.exists():
        pytest.skip("the real log is not at hand")
    await _compared(tmp_path, REAL, 8, {name: 8 * times for name, times in OFTEN.items()})


async def _compared(folder: Path, log: Path, seed: int, often: Mapping[str, int]) -> None:
    async with installed(folder / "calm") as calm, installed(folder / "rough") as rough:
        peace, kills = await asyncio.gather(
            _lived(calm, log), _lived_through(rough, log, Random(seed), often)
        )
        _same(peace, kills)
        told = _by_table(peace)
        _called_for_everything(told)
        assert not [line for line in peace if DRAWN.search(line)]
        _left_once_each(calm, told, repeats=False)
        _left_once_each(rough, told, repeats=True)


async def _lived(installation: Installation, log: Path) -> list[str]:
    for each in (installation.catcher, installation.worker):
        each.start()
    await installation.replay(log, *FOLDED)
    return await _end_state(installation)


async def _lived_through(
    installation: Installation, log: Path, chance: Random, often: Mapping[str, int]
) -> list[str]:
    for each in (installation.catcher, installation.worker):
        each.start()
    steps = sum(len(case.steps) for case in logs.load(log, Source.SERVICENOW).cases)
    kills = trouble.plan(chance, steps, often)
    made = asyncio.create_task(trouble.make(installation, kills, chance))
    try:
        starts = await installation.replay(log, *FOLDED, tries=len(kills) + 1)
    finally:
        made.cancel()
        with suppress(asyncio.CancelledError):
            await made
    assert starts > often["replay"] + 1, "the replay was killed"
    assert installation.worker.starts > often["worker"], "the worker was killed"
    return await _end_state(installation)


async def _end_state(installation: Installation) -> list[str]:
    await installation.drained()
    await installation.sealed()
    return await installation.dump()


def _same(peace: Sequence[str], kills: Sequence[str]) -> None:
    missing, added = Counter(peace) - Counter(kills), Counter(kills) - Counter(peace)
    shown = "\n".join([f"- {line}" for line in missing][:8] + [f"+ {line}" for line in added][:8])
    assert not missing, f"{missing.total()} lines missing, {added.total()} added:\n{shown}"
    assert not added, f"{added.total()} lines added:\n{shown}"


def _by_table(lines: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in lines:
        _, table, row = json.loads(line)
        told[table].append(row)
    return told


def _called_for_everything(told: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """What this proves of kills it proves of all this."""
    assert {"done", "passed"} <= {row["state"] for row in told["escalation"]}
    assert len(told["vendor_case"]) >= 4
    assert [row for row in told["clock"] if row["breached_at"]]
    assert [row for row in told["clock"] if row["kind"] == "UC"]
    happened = {row["kind"] for row in told["event"]}
    wanted = {"reopened", "reprioritised", "tier_moved", "breach_recorded", "vendor_cost_booked"}
    assert {f"ticket.{kind}" for kind in wanted} <= happened
    assert told["usage_event"]
    assert told["invoice_line"]
    assert not told["delivery"]
    assert len(told["audit_seal"]) == len(told["audit"])
    assert not [row for row in told["timer"] if row["parked_at"]]


def _warns(raw: bytes) -> bool:
    """A mail to one of ours about what alarms warned of; the others are the vendors'."""
    return str(message_from_bytes(raw)["Subject"]).endswith(("warnings", "used", "missed"))


def _left_once_each(
    installation: Installation,
    told: Mapping[str, Sequence[Mapping[str, Any]]],
    *,
    repeats: bool,
) -> None:
    """Every case's mail is with the vendor under an identity of its own; a repetition is the same
    mail byte for byte."""
    caught = [each for each in installation.caught() if not _warns(each.raw)]
    mails: dict[str, set[bytes]] = defaultdict(set)
    about: dict[str, str] = {}
    for each in caught:
        parsed = message_from_bytes(each.raw)
        mails[parsed["Message-ID"]].add(each.raw)
        about[parsed["Message-ID"]] = parsed["Subject"]
    assert len(mails) == len(told["vendor_case"])
    assert len(set(about.values())) == len(told["vendor_case"])
    assert {len(versions) for versions in mails.values()} == {1}
    assert repeats or len(caught) == len(mails)
