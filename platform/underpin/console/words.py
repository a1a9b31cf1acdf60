"""The words of the product as people read them, by category; translated where they are shown."""

from collections.abc import Mapping

from underpin.console import locale
from underpin.console.locale import N_
from underpin.console.views.shell import Language

METRIC = {
    "first_response": N_("First response"),
    "next_reply": N_("Next reply"),
    "next_update": N_("Next update"),
    "resolution": N_("Resolution"),
    "availability": N_("Availability"),
    "pickup": N_("Pickup"),
    "hold": N_("Hold"),
    "acknowledge": N_("Acknowledgment"),
    "update": N_("Update from the vendor"),
    "fix": N_("Fix"),
}
STATE = {
    "new": N_("New"),
    "open": N_("In progress"),
    "waiting_client": N_("Waiting for client"),
    "waiting_vendor": N_("Waiting for vendor"),
    "waiting_approval": N_("Waiting for approval"),
    "scheduled": N_("Scheduled"),
    "resolved": N_("Resolved"),
    "closed": N_("Closed"),
}
# A client reads the same states from their own side, and no vendor is named to them.
PORTAL_STATE = {**STATE, "waiting_client": N_("Waiting for you")}
CLOCK_STATE = {
    "running": N_("Running"),
    "paused": N_("Paused"),
    "met": N_("Met"),
    "breached": N_("Breached"),
    "withdrawn": N_("Breach withdrawn"),
    "merged": N_("Merged, not counted"),
    "stopped": N_("Stopped"),
}
LEVEL = {
    "ok": N_("On time"),
    "risk": N_("At risk"),
    "breached": N_("Breached"),
    "paused": N_("Paused"),
    "none": N_("No clock"),
}
KIND = {
    "incident": N_("Incident"),
    "request": N_("Service request"),
    "change": N_("Change request"),
    "problem": N_("Problem"),
    "complaint": N_("Complaint"),
    "question": N_("Question"),
}
ROLE = {
    "requester": N_("Requester"),
    "member": N_("Client"),
    "staff": N_("Support"),
    "vendor": N_("Vendor"),
    "system": N_("Automatic"),
}
TURN = {"us": N_("With us"), "you": N_("With you"), "vendor": N_("With a vendor")}
SPAN = {"work": N_("Working time"), "closed": N_("Outside hours"), "pause": N_("Paused")}
CASE = {
    "drafted": N_("Not sent yet"),
    "sent": N_("Sent"),
    "acknowledged": N_("Acknowledged"),
    "fixed": N_("Fix reported"),
    "rejected": N_("Fix rejected"),
    "closed": N_("Closed"),
}
STEP = {
    "done": N_("Done"),
    "asked": N_("Asked"),
    "ahead": N_("Ahead"),
    "skipped": N_("Skipped"),
}
VERSION = {
    "draft": N_("Draft"),
    "approved": N_("Approved"),
    "active": N_("Active"),
    "superseded": N_("Superseded"),
}
VERDICT = {
    "always_kept": N_("Always kept"),
    "commitment_kept": N_("Commitment kept"),
    "not_kept": N_("Not kept"),
    "unchecked": N_("Not checked yet"),
}
LINK = {
    "related": N_("related to"),
    "duplicate_of": N_("a duplicate of"),
    "child_of": N_("a part of"),
    "caused_by": N_("caused by"),
    "follows": N_("a sequel of"),
    "split_from": N_("split off from"),
    "merged_into": N_("merged into"),
    "of_related": N_("related to"),
    "of_duplicate_of": N_("repeated by"),
    "of_child_of": N_("made of"),
    "of_caused_by": N_("the cause of"),
    "of_follows": N_("followed by"),
    "of_split_from": N_("the origin of"),
    "of_merged_into": N_("went in here:"),
}
GRADE = {"low": N_("Low"), "medium": N_("Medium"), "high": N_("High")}
THEME = {"auto": N_("Like the system"), "light": N_("Light"), "dark": N_("Dark")}
LANE = {
    "deliveries": N_("Deliveries"),
    "timers": N_("Timers"),
    "mails": N_("Incoming mail"),
    "payments": N_("What Stripe told us"),
}

INVOICE = {
    "open": N_("To be paid"),
    "partly_paid": N_("Partly paid"),
    "paid": N_("Paid"),
    "overdue": N_("Overdue"),
    "questioned": N_("Questioned"),
    "written_off": N_("Written off"),
}
UNIT = {
    "minute": N_("min"),
    "hour": N_("h"),
    "ticket": N_("tickets"),
    "seat": N_("seats"),
    "asset": N_("assets"),
    "gigabyte": N_("GB"),
    "message": N_("messages"),
}

# What stands where a name or words were erased: equal to `tenants.erasing`, by which it is written.
ERASED = (N_("Erased person"), N_("(erased)"))

CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "metric": METRIC,
    "state": STATE,
    "portal_state": PORTAL_STATE,
    "clock_state": CLOCK_STATE,
    "level": LEVEL,
    "kind": KIND,
    "link": LINK,
    "role": ROLE,
    "turn": TURN,
    "span": SPAN,
    "case": CASE,
    "step": STEP,
    "version": VERSION,
    "verdict": VERDICT,
    "grade": GRADE,
    "theme": THEME,
    "lane": LANE,
    "invoice": INVOICE,
}


def said(message: str, language: Language) -> str:
    """One of the words above, translated; what is none of them stays as it is."""
    return locale.gettext(language, message)


def unit(value: str, language: Language) -> str:
    """A meter's unit; one that was defined later stays as it is."""
    return locale.gettext(language, UNIT[value]) if value in UNIT else value


def word(value: str, category: str, language: Language) -> str:
    """The word for a value; a value nobody named is a KeyError, not an empty label."""
    return locale.gettext(language, CATEGORIES[category][value])
