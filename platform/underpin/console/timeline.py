"""Which events of a ticket stand alone and which are folded into one line."""

from collections.abc import Iterable

from underpin.console.views.talk import Entry, Event, Fold, Message

SHORTEST = 3


def fold(entries: Iterable[Message | Event]) -> tuple[Entry, ...]:
    """The entries in their order, with each run of three or more small events as one `Fold`.

    A message or a notable event ends a run: what was said, and what burned, is always in sight.
    """
    folded: list[Entry] = []
    run: list[Event] = []
    for entry in entries:
        if isinstance(entry, Event) and not entry.notable:
            run.append(entry)
        else:
            folded.extend(_ended(run))
            folded.append(entry)
            run = []
    return (*folded, *_ended(run))


def _ended(run: list[Event]) -> list[Event | Fold]:
    if len(run) < SHORTEST:
        return list(run)
    return [Fold(tuple(run))]
