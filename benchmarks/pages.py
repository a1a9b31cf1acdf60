"""Each main page as a person who may see it: what its first view weighs, and how long the server
takes, against a bare Litestar handler asked in turns.

At the demo's size, seeded as `make demo` does; with `--large` again, by the same people, over a
million tickets of a thousand clients. Limits: 150 KB compressed apart from fonts, 50 ms at the
demo's size.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from benchmarks import crowding, loading, page_weight, serving
from benchmarks.client import Client, Refused
from benchmarks.loading import Size
from tenants import session, staff_acting
from underpin import home
from underpin.demo import companies
from underpin.desk.health import keeping
from underpin.kernel import cookies, db, process, settings
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import Audience
from underpin.kernel.settings import Settings

ROUNDS: Final = 15
WARM: Final = 4
LIMIT_KB: Final = 150
LIMIT_MS: Final = 50
SEEDED_SECONDS: Final = 300
READY: Final = "Ctrl-C stops everything"
SAID: Final = "said"

STAFF_PAGES: Final = (
    ("ada", "/list"),
    ("ada", "/tickets/CARO-3"),
    ("ada", "/tickets/CARO-3/alike"),
    ("ada", "/macros"),
    ("ada", "/changes"),
    ("lena", "/problems"),
    ("lena", "/set-aside"),
    ("lena", "/reports"),
    ("lena", "/reports/compliance"),
    ("lena", "/reports/volume"),
    ("lena", "/satisfaction"),
    ("marta", "/clients"),
    ("marta", "/clients/caro"),
    ("marta", "/clients/caro/contract"),
    ("marta", "/clients/caro/service-reports"),
    ("marta", "/reports/margin"),
    ("marta", "/vendors"),
    ("felix", "/receivables"),
    ("felix", "/clients/caro/invoices"),
    ("olivia", "/connectors"),
)
PORTAL_PAGES: Final = (
    "/",
    "/tickets/CARO-3",
    "/catalogue",
    "/knowledge",
    "/approvals",
    "/announcements",
    "/assets",
    "/invoices",
    "/service-reports",
)
CARO: Final = next(each for each in companies.COMPANIES if each.slug == "caro")


@dataclass(frozen=True, slots=True)
class Visit:
    """A page, who looks at it, and by what face; `cookie` is their session's."""

    who: str
    face: str
    path: str
    cookie: str = field(repr=False)


async def run(*, large: bool = False) -> None:
    async with _demo() as found:
        visits = await _visits(found)
        await _measured("the demo", found, visits)
        if large:
            await _crowd(found, loading.LARGE)
            await _measured(str(loading.LARGE), found, visits)


async def _crowd(found: Settings, size: Size) -> None:
    """The same people then see so many tickets."""
    print(f"loading {size}", flush=True)
    started = time.perf_counter()
    async with process.running(found):
        tenant, admin = await _anna(CARO.key)
        await crowding.fill(found, size, tenant, admin)
        print(f"{time.perf_counter() - started:.0f} s", flush=True)
        await keeping.everywhere()
    print(f"with the clients' health: {time.perf_counter() - started:.0f} s\n", flush=True)


async def _visits(found: Settings) -> list[Visit]:
    async with process.running(found):
        every = {each.email.split("@")[0]: each for each in companies.STAFF}
        wanted = dict.fromkeys(name for name, _ in STAFF_PAGES)
        cookie = {name: await _staff_cookie(every[name].id) for name in wanted}
        tenant, anna = await _anna(CARO.key)
        member = await _member_cookie(tenant, anna)
    return [
        *(Visit(name, "desk", path, cookie[name]) for name, path in STAFF_PAGES),
        *(Visit("client admin", "portal", path, member) for path in PORTAL_PAGES),
    ]


async def _anna(key: str) -> tuple[int, UUID]:
    """The demo's client admin of that company."""
    olivia = await staff_acting.principal(companies.OLIVIA.id)
    assert olivia is not None, "the demo has its admin"
    tenant = olivia.tenants[key]
    async with db.open(Work(tenant)):
        found: UUID = await db.value(
            "SELECT person_id FROM member_role WHERE tenant_id = $1 AND role = 'client_admin' "
            "ORDER BY person_id LIMIT 1",
            tenant,
        )
    return tenant, found


async def _staff_cookie(person: UUID) -> str:
    async with db.open(Provider()):
        issued = await session.open_for(Audience.STAFF, None, person)
    return f"{cookies.SESSION}={issued.plain}"


async def _member_cookie(tenant: int, person: UUID) -> str:
    async with db.open(Work(tenant)):
        issued = await session.open_for(Audience.MEMBER, tenant, person)
    return f"{cookies.SESSION}={issued.plain}"


async def _measured(name: str, found: Settings, visits: Sequence[Visit]) -> None:
    """Print a line for each page."""
    port, bare_port = urlsplit(found.desk_origin).port or 80, serving.free_port()
    print(f"{name}: limits {LIMIT_KB} KB, {LIMIT_MS} ms; medians of {ROUNDS}\n")
    print("| page | as | weighs | server | x bare |")
    print("| --- | --- | --- | --- | --- |")
    async with serving.served(bare_port, "benchmarks.bare", str(bare_port), environ={}):
        known: dict[str, tuple[int, list[str]]] = {}
        for visit in visits:
            print(await _one(visit, port, bare_port, known), flush=True)
    print(flush=True)


async def _one(
    visit: Visit, port: int, bare_port: int, known: dict[str, tuple[int, list[str]]]
) -> str:
    headers = {"Cookie": visit.cookie, "Accept-Encoding": "br"}
    async with AsyncExitStack() as stack:
        enter = stack.enter_async_context
        page = await enter(Client(port, f"{visit.face}.localhost", **headers))
        bare = await enter(Client(bare_port))
        try:
            body = await page.ask("GET", visit.path)
            weight = await page_weight.of(body, lambda path: page.ask("GET", path), known)
        except Refused as refused:
            return f"| {visit.path} | {visit.who} | refused: {str(refused)[:60]} | | |"
        taken: tuple[list[float], list[float]] = ([], [])
        for turn in range(WARM + ROUNDS):
            for place, (client, path) in enumerate(((page, visit.path), (bare, "/bare"))):
                before = time.perf_counter()
                await client.ask("GET", path)
                if turn >= WARM:
                    taken[place].append(time.perf_counter() - before)
    spent, least = (1000 * statistics.median(each) for each in taken)
    heavy = " **over**" if weight > LIMIT_KB * 1000 else ""
    slow = " **over**" if spent > LIMIT_MS else ""
    return (
        f"| {visit.path} | {visit.who} | {weight / 1000:.0f} KB{heavy} | {spent:.1f} ms{slow} "
        f"| {spent / least:.1f} |"
    )


@asynccontextmanager
async def _demo() -> AsyncIterator[Settings]:
    """The demo in a folder of its own, until the block ends."""
    with tempfile.TemporaryDirectory(prefix="pages") as name:
        folder = Path(name)
        demo = _started(folder)
        try:
            await _ready(demo, folder)
            environ = home.environ_of(folder / ".underpin")
            yield settings.load({**environ, **os.environ})
        finally:
            demo.terminate()
            demo.wait(60)


def _started(folder: Path) -> subprocess.Popen[bytes]:
    path = os.pathsep.join(str(Path(each).resolve()) for each in sys.path)
    with (folder / SAID).open("wb") as output:
        return subprocess.Popen(
            [sys.executable, "-m", "underpin.cli", "up", "--demo"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": path},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


async def _ready(demo: subprocess.Popen[bytes], folder: Path) -> None:
    async with asyncio.timeout(SEEDED_SECONDS):
        while READY not in _said(folder):
            if demo.poll() is not None:
                raise RuntimeError(f"The demo ended: {_said(folder)[-2000:]}")
            await asyncio.sleep(1)


def _said(folder: Path) -> str:
    return (folder / SAID).read_text(errors="replace")
