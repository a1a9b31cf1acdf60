"""Primary keys: time-ordered for what happens once, derived for what may be asked for again."""

from uuid import UUID, uuid5

from uuid_utils import compat

Part = str | int | UUID


def new() -> UUID:
    """A UUIDv7 (RFC 9562): rows made later sort later, within a millisecond too."""
    return compat.uuid7()


def derive(namespace: UUID, *parts: Part) -> UUID:
    """The same UUIDv5 for the same namespace and parts, in every process and for ever.

    Parts are joined with their lengths, so ``("ab", "c")`` and ``("a", "bc")`` differ; a number
    and its decimal spelling are one part. Raises ValueError when there is no part to derive from.
    """
    if not parts:
        raise ValueError("An id is derived from at least one part besides its namespace.")
    return uuid5(namespace, "".join(_framed(str(part)) for part in parts))


def _framed(text: str) -> str:
    return f"{len(text)}:{text};"
