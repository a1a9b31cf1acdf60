"""What a vendor is told of a ticket, put together from the parts that may leave. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from underpin.desk.cases import vendor_words
from underpin.kernel.wordings import filled

Part = Literal["opening", "conversation", "service", "site", "client", "requester", "reached_at"]
PARTS: Final[tuple[Part, ...]] = (
    *("client", "site", "service", "requester", "reached_at"),
    *("opening", "conversation"),
)
"""In the order in which they stand; the subject and the priority always leave."""
BY_DEFAULT: Final[tuple[Part, ...]] = ("opening",)
LABELS: Final = ("client", "site", "service", "requester", "reached_at")
"""Parts that stand on a line of their own, behind what they are."""


@dataclass(frozen=True, slots=True)
class Known:
    """Of one ticket; `said` are its public messages, the opening first; `locale` is the
    vendor's."""

    subject: str
    client: str
    site: str
    service: str
    requester: str
    reached_at: str
    said: Sequence[str] = field(default=())
    locale: str = "en"


def compose(parts: Sequence[str], known: Known) -> str:
    """The subject where nothing else may leave, or where there is nothing else."""
    labels = vendor_words.of(known.locale).labels
    lines = [
        filled(labels[part], said=getattr(known, part))
        for part in LABELS
        if part in parts and getattr(known, part)
    ]
    blocks = ["\n".join(lines)] if lines else []
    if "conversation" in parts:
        blocks += known.said
    elif "opening" in parts:
        blocks += known.said[:1]
    return "\n\n".join(blocks) or known.subject


def each(parts: Sequence[str], known: Known) -> dict[str, str]:
    """Every part by its name, empty for what may not leave."""
    said = {part: str(getattr(known, part)) for part in LABELS}
    said |= {"opening": "\n\n".join(known.said[:1]), "conversation": "\n\n".join(known.said)}
    return {part: said[part] if part in parts else "" for part in PARTS}
