"""What becomes of a mail, from what is known about it. Pure: every rule of PRACTICE 5, 11 and 17
that mail must keep stands here, and none of them looks at a display name.

Headers and numbers only suggest a ticket. Posting into it takes an author who has part in it, and
proof that they wrote: the address we signed for them, or our relay's DMARC pass. Otherwise the
mail waits on the ticket, and moves no clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from underpin.kernel.mail_automatic import OPENS_NOTHING, Automatic


class Author(StrEnum):
    """Whose address the mail claims to be from, by exact comparison."""

    MEMBER = "member"
    STAFF = "staff"
    VENDOR = "vendor"
    GONE = "gone"
    UNKNOWN = "unknown"
    NOBODY = "nobody"


class Verdict(StrEnum):
    IGNORE = "ignored"
    BOUNCED = "bounced"
    LEAVE = "left"
    POST = "posted"
    OPEN = "opened"
    WAIT_ACCEPTANCE = "waits for acceptance"
    WAIT_REQUESTER = "waits for a requester"


@dataclass(frozen=True, slots=True)
class Known:
    """What was found out. `verified`: the author is proven. `suggested`: a ticket is named.
    `takes_part`: the author has part in that ticket. `is_over`: it
    was done too long ago to be reopened. `about_ours`: it came to the address for
    reports on one of our mails. `leaves`: to the address that ends somebody's watching.
    `repeats`: the same author opened several tickets of the same subject just now."""

    automatic: Automatic | None
    is_ours: bool
    author: Author
    verified: bool
    suggested: bool
    takes_part: bool = False
    is_over: bool = False
    about_ours: bool = False
    leaves: bool = False
    repeats: bool = False


def judge(known: Known) -> Verdict:
    """What becomes of it."""
    if known.about_ours and known.automatic is Automatic.BOUNCE:
        return Verdict.BOUNCED
    if known.is_ours or known.automatic in OPENS_NOTHING:
        return Verdict.IGNORE
    if known.leaves:
        return Verdict.LEAVE
    return _into_a_ticket(known) if known.suggested else _new(known)


def _into_a_ticket(known: Known) -> Verdict:
    proven = known.author is Author.MEMBER and known.verified and known.takes_part
    if not proven or known.automatic is not None:
        return Verdict.WAIT_ACCEPTANCE
    return Verdict.OPEN if known.is_over else Verdict.POST


def _new(known: Known) -> Verdict:
    """Who is not a client's person, nor may be a new one, cannot be a requester: somebody says for
    whom it is. A machine that nobody knows is no person, nor is one that goes round in circles."""
    stranger = known.author is Author.UNKNOWN and known.automatic is None
    asks = known.author is Author.MEMBER or stranger
    return Verdict.OPEN if asks and not known.repeats else Verdict.WAIT_REQUESTER
