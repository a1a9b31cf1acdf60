"""The steps of an escalation policy that came up for a ticket, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from contracts.escalation.proposals import Escalation
from underpin.console import locale, views, words
from underpin.console.locale import N_
from underpin.console.views.shell import Language

State = Literal["done", "asked", "ahead", "skipped"]
STATES: Mapping[str, State] = {
    "done": "done",
    "accepted": "done",
    "proposed": "asked",
    "declined": "skipped",
    "passed": "skipped",
}
AT = N_("%(metric)s at %(percent)s %%: %(action)s")
ACTIONS = {
    "notify": N_("tell who is in charge"),
    "raise": N_("draw attention to it"),
    "move_tier": N_("move to %(tier)s"),
    "reassign": N_("back to the queue"),
    "open_vendor_case": N_("open a case with the vendor"),
    "page": N_("page whoever is on duty"),
}


def of_ticket(found: Sequence[Escalation], language: Language) -> tuple[views.Escalation, ...]:
    return tuple(
        views.Escalation(
            place,
            _says(each, language),
            STATES[each.state],
            each.happened_at,
            str(each.id) if each.state == "proposed" else None,
        )
        for place, each in enumerate(found, 1)
    )


def _says(step: Escalation, language: Language) -> str:
    action = locale.gettext(language, ACTIONS[step.action]) % {"tier": f"L{step.to_tier}"}
    metric = words.word(step.metric, "metric", language)
    about = f"{metric} {step.holder}" if step.holder in ("L1", "L2", "L3") else metric
    said = {"metric": about, "percent": step.percent, "action": action}
    return locale.gettext(language, AT) % said
