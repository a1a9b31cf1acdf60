"""Words about who handles a ticket and what came in about it, by category (see `words`)."""

from collections.abc import Mapping

from underpin.console.locale import N_

JUDGED = {
    "genuine": N_("The client's own matter"),
    "spam": N_("Spam"),
    "duplicate": N_("Duplicate"),
    "own_fault": N_("Our own fault"),
}
MAIL_STATE = {
    "waiting": N_("Waits"),
    "left": N_("Left"),
    "withdrawn": N_("Taken back"),
    "bounced": N_("Came back"),
}
PAGE_STATE = {
    "calling": N_("Calling"),
    "accepted": N_("Accepted"),
    "ended": N_("Over"),
}
CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "judged": JUDGED,
    "mail_state": MAIL_STATE,
    "page_state": PAGE_STATE,
}
