"""Run the benchmarks and print what each found.

    python -m benchmarks [NAME...] [--large]

`--large` adds a million tickets and a million clocks, which takes minutes to load.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from benchmarks import (
    coherence,
    folding,
    invoicing,
    pages,
    product,
    pulse,
    queue,
    rating,
    rearming,
    what_if,
    working_time,
)

RATING_STEPS = 200_000

TITLES = {
    "product": "Requests: against a bare Litestar handler, and against the same SQL alone",
    "pages": "Pages: what a first view weighs, and the server's time against a bare handler",
    "queue": "The list and search: a million tickets, against the same question of ten thousand",
    "pulse": "Alarms: how late they act, and a burst against as many bare UPDATEs",
    "rearming": "A calendar edited under running clocks: against plain UPDATEs of as many",
    "folding": "Clocks from their events: against businesstimedelta counting the same stretches",
    "working_time": "The calendar: against businesstimedelta",
    "coherence": "Coherence: a whole contract over a year, against walking a week by minutes",
    "what_if": "What if: 10,000 tickets under a draft, against reading their events once",
    "rating": "Rating: against a bare multiplication",
    "invoicing": "Invoicing: a month of usage into 1,000 final invoices, on one core",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(TITLES))
    parser.add_argument("--large", action="store_true", help="a million of each too")
    given = parser.parse_args()
    unknown = set(given.names) - TITLES.keys()
    if unknown:
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    runs = _runs(large=given.large)
    for name in given.names or TITLES:
        print(f"\n{TITLES[name]}\n", flush=True)
        runs[name]()


def _runs(*, large: bool) -> Mapping[str, Callable[[], object]]:
    return {
        "product": lambda: asyncio.run(product.run(large=large)),
        "pages": lambda: asyncio.run(pages.run(large=large)),
        "queue": lambda: asyncio.run(queue.run(large=large)),
        "pulse": lambda: asyncio.run(pulse.run(large=large)),
        "rearming": lambda: asyncio.run(rearming.run(large=large)),
        "folding": folding.main,
        "working_time": working_time.main,
        "coherence": coherence.main,
        "what_if": lambda: asyncio.run(what_if.run()),
        "rating": partial(rating.main, RATING_STEPS),
        "invoicing": lambda: asyncio.run(invoicing.run(large=large)),
    }


if __name__ == "__main__":
    main()
