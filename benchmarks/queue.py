"""The list, its counts, search and "take next" at a million tickets, against the same at ten
thousand: seen by people with one client, fifty and a thousand.

Both installations stand side by side on one server and take turns, so that what else the machine
does meets both. Nothing that is asked changes anything.

So that both find as many lines, the first fifty clients have the same open tickets in both, and the
large one the same tickets with the rare word; what the million is more by is closed tickets of
theirs, a tenth of all at the large one, and open and closed ones of the other clients.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import asyncpg

from benchmarks import ground, loading, multiplying
from benchmarks.loading import Agent, Loaded, Size
from underpin import wiring
from underpin.desk.queues import counting, taking, the_list
from underpin.desk.queues.the_list import Filter
from underpin.desk.search import finding
from underpin.kernel import installation, settings, verb
from underpin.kernel.database import migrate, roles
from underpin.kernel.database.engine import ENGINE
from underpin.kernel.database.transaction import SafeConnection
from underpin.kernel.embedded import postgres
from underpin.kernel.principal import Principal

CLIENTS: Final = 1_000
SMALL: Final = Size(CLIENTS, 10_000)
MIDDLE: Final = Size(CLIENTS, 100_000)
LARGE: Final = Size(CLIENTS, 1_000_000)
ROUNDS: Final = 60
WARM: Final = 8
"""PostgreSQL weighs a statement anew for its first five times."""
KNOWN: Final = 50
SAME: Final = 5_000
"""How many tickets the first fifty clients have in both, most of them open."""
CLOSED_AFTER: Final = 10_000
"""Their others are numbered from here."""
RARE: Final = "w20001"
"""Beyond the vocabulary: in the same tickets of both."""
SELDOM: Final = "w17012"
"""In the same tickets as the rare word and in one of 3,600, and so in more of the million."""
WORDS: Final = 15
TABLES: Final = (
    multiplying.TICKET,
    next(child for child in multiplying.CHILDREN if child.name == "message"),
)

# Of a vocabulary of 20,000 the common words stand in many tickets and most in few.
SAID: Final = f"""
INSERT INTO search_word (tenant_id, word, number, raised_at, places)
SELECT t.tenant_id, w.word, t.number, t.raised_at, 1 + (length(w.word) % 2)
FROM ticket t, LATERAL (
    SELECT DISTINCT 'w' || floor(20000 * power(
        (hashint4(t.number * {WORDS} + t.tenant_id * 7919 + k) & 1048575) / 1048576.0, 3))::int
    FROM generate_series(1, {WORDS}) k) w(word)
ORDER BY t.raised_at
"""
RARELY: Final = """
INSERT INTO search_word (tenant_id, word, number, raised_at, places)
SELECT t.tenant_id, $2, t.number, t.raised_at, 1 FROM ticket t
WHERE t.tenant_id = $1 AND t.number BETWEEN 3 AND 42 AND NOT EXISTS (
    SELECT FROM search_word w WHERE w.tenant_id = $1 AND w.number = t.number AND w.word = $2)
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """A database of the server, with this process's pools for it."""

    size: Size
    pools: Mapping[str, Any]
    agents: Sequence[Agent]


Ask = Callable[[Principal], Awaitable[object]]


def _page(wanted: Filter | None = None) -> Ask:
    return lambda who: verb.perform(the_list.page, who, wanted)


def _find(q: str) -> Ask:
    return lambda who: verb.perform(finding.find, who, q)


async def _second_page(who: Principal) -> object:
    first = await verb.perform(the_list.page, who, None, None, 50)
    return await verb.perform(the_list.page, who, None, first.after, 50)


ASKED: Final[Mapping[str, Ask]] = {
    "list, first page": _page(),
    "list, two pages": _second_page,
    "list, unassigned": _page(Filter(unassigned=True)),
    "list, tier 2": _page(Filter(tier=2)),
    "list, missed": _page(Filter(breached=True)),
    "list, at risk": _page(Filter(at_risk=True)),
    "counts": lambda who: verb.perform(counting.counts, who),
    "what is next": lambda who: verb.perform(taking.first, who, 1),
    "search, a common word": _find("w0 "),
    "search, a rare word": _find(f"{RARE} "),
    "search, a word seldom said": _find(f"{SELDOM} "),
    "search, two words": _find("w0 w3 "),
    "search, a beginning": _find("w170"),
    "search, a number": _find("#5"),
}


async def run(*, large: bool) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(postgres.temporary())
        installation.use(_settings())
        wiring.wire()
        sizes = (SMALL, LARGE if large else MIDDLE)
        both = [
            await installed(server, *each) for each in zip(("less", "more"), sizes, strict=True)
        ]
        print(f"{both[1].size} against {both[0].size}; the quicker half of {ROUNDS} rounds\n")
        print("| asked | clients seen | found | less | more | ratio | of processor |")
        print("| --- | --- | --- | --- | --- | --- | --- |")
        for name, ask in ASKED.items():
            for place in range(len(both[0].agents)):
                await _compared(name, ask, both, place)
        for each in both:
            ENGINE.pools = dict(each.pools)
            await ENGINE.disconnect()


async def _compared(name: str, ask: Ask, both: Sequence[Installed], place: int) -> None:
    taken: tuple[list[float], list[float]] = ([], [])
    worked: tuple[list[float], list[float]] = ([], [])
    found = [0, 0]
    for turn in range(ROUNDS + WARM):
        for which, each in sorted(enumerate(both), reverse=bool(turn % 2), key=_first):
            ENGINE.pools = dict(each.pools)
            spent, before = _processor(each.pools), time.perf_counter()
            answer = await ask(each.agents[place].principal)
            if turn >= WARM:
                taken[which].append(time.perf_counter() - before)
                worked[which].append(_processor(each.pools) - spent)
            found[which] = _many(answer)
    less, more = (1000 * _quick(times) for times in taken)
    work = _quick(worked[1]) / _quick(worked[0])
    seen = both[0].agents[place].tenants
    many = f"{found[0]:,}" if found[0] == found[1] else f"{found[0]:,}, {found[1]:,}"
    times = f"{less:.1f} ms | {more:.1f} ms | {more / less:.2f} | {work:.2f}"
    print(f"| {name} | {seen:,} | {many} | {times} |", flush=True)


def _processor(pools: Mapping[str, Any]) -> float:
    """How long this process and the servers behind its connections were on a processor so far, in
    nanoseconds: that does not grow while others have it."""
    held = (holder._con for pool in pools.values() for holder in pool._holders)
    pids = [each.get_server_pid() for each in held if each is not None]
    ran = [Path(f"/proc/{pid}/schedstat").read_text().split()[0] for pid in pids]
    return time.process_time_ns() + sum(map(int, ran))


def _first(pair: tuple[int, Installed]) -> int:
    return pair[0]


def _quick(times: Sequence[float]) -> float:
    """The mean of the quicker half: what else the machine does only adds, to some rounds more than
    a call of a millisecond takes."""
    return statistics.mean(sorted(times)[: len(times) // 2])


def _many(answer: object) -> int:
    """How many lines an answer has, or how much it counted."""
    match answer:
        case the_list.Page(rows=rows):
            return len(rows)
        case finding.Found(hits=hits):
            return len(hits)
        case counting.Counts(live=live):
            return live
    return int(answer is not None)


async def installed(
    server: postgres.Postgres, name: str, size: Size, secret: str = ground.SECRET
) -> Installed:
    """A database of the server, loaded. Roles belong to the server: one `secret` for all of it."""
    await roles.prepare(server.admin_url(), ground.PREFIX, secret, name)
    base = roles.without_login(server.admin_url(), name)
    owner = roles.owner_url(base, ground.PREFIX, secret)
    await migrate.run(owner, ground.PREFIX, report=lambda _: None)
    ENGINE.pools = {}
    await ENGINE.connect(roles.urls(base, ground.PREFIX, secret), max_size=2)
    connection = await asyncpg.connect(owner, connection_class=SafeConnection)
    try:
        loaded = await _load(connection, size)
    finally:
        await connection.close()
    return Installed(size, ENGINE.pools, (loaded.one, loaded.some, loaded.all))


async def _load(connection: asyncpg.Connection, size: Size) -> Loaded:
    """Tickets, their first messages and their words; no clocks and no events."""
    loaded = Loaded(size, Agent("one", 1), Agent("some", KNOWN), Agent("all", size.tenants))
    await loading._companies(connection, size)
    await loading._staff(connection, loaded)
    await loading._contract()
    await multiplying.contracts(connection, loading.PATTERN)
    live = await loading._lived(loaded, done=False)
    done = await loading._lived(loaded, done=True)
    for tenants, count, share, after in _parts(size):
        await multiplying.tickets(
            *(connection, loading.PATTERN, live, done, count, share),
            tables=TABLES,
            tenants=tenants,
            after=after,
        )
    await _say(connection)
    await connection.execute("VACUUM (ANALYZE) ticket, message, search_word")
    return loaded


def _parts(size: Size) -> Sequence[tuple[Sequence[int], int, float, int]]:
    """At which clients how many tickets, which share of them open, numbered from where."""
    first, *known = range(loading.FIRST, loading.FIRST + KNOWN)
    others = range(loading.FIRST + KNOWN, loading.FIRST + size.tenants)
    rest = size.tickets - SAME
    return (
        ([first, *known], SAME, 1.0, 0),
        ([first], rest // 10, 0.0, CLOSED_AFTER),
        (known, rest // 20, 0.0, CLOSED_AFTER),
        (list(others), rest - rest // 10 - rest // 20, size.live, 0),
    )


async def _say(connection: asyncpg.Connection) -> None:
    """Every ticket's words; they are indexed once they are there."""
    defined = await connection.fetch(
        "SELECT indexdef, indexname FROM pg_indexes WHERE tablename = 'search_word'"
    )
    await connection.execute("ALTER TABLE search_word DROP CONSTRAINT search_word_pkey")
    await connection.execute("DROP INDEX search_word_newest")
    await connection.execute("TRUNCATE search_word")
    await connection.execute(SAID)
    for word in (RARE, SELDOM):
        await connection.execute(RARELY, loading.PATTERN, word)
    for row in defined:
        await connection.execute(row["indexdef"])


def _settings() -> settings.Settings:
    return settings.load(ground._environ("postgresql://127.0.0.1/x", "redis://127.0.0.1/0", 1))
