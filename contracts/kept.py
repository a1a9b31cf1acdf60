"""What never changes once written, kept in the process so that it is read once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(Generic[K, V]):
    """At most `most` values; the oldest give way. Keys name their tenant, so that none is shared.

    Only for rows that are immutable and found: what is not there is asked for again.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: dict[K, V] = {}

    async def among(
        self, keys: Iterable[K], load: Callable[[list[K]], Awaitable[dict[K, V]]]
    ) -> dict[K, V]:
        """The values of these keys; those not kept come from one call of `load`."""
        wanted = set(keys)
        found = {key: self._values[key] for key in wanted & self._values.keys()}
        if len(found) < len(wanted):
            loaded = await load(sorted(wanted - found.keys(), key=str))
            self._keep(loaded)
            found |= loaded
        return found

    def _keep(self, loaded: dict[K, V]) -> None:
        self._values |= loaded
        while len(self._values) > self._most:
            del self._values[next(iter(self._values))]
