"""Why something happened, where the product itself gave the reason: in the reader's language.
What a person gave as theirs stays as they wrote it."""

import re
from collections.abc import Mapping
from fractions import Fraction

from underpin.console import formats, locale, words
from underpin.console.locale import N_
from underpin.console.views.shell import Language
from underpin.desk.approvals import ending
from underpin.desk.changes import planning
from underpin.desk.contract_changes import contract_change
from underpin.desk.escalated import carrying
from underpin.desk.lifetime import afterword, auto_closing, silence
from underpin.desk.major import undoing
from underpin.desk.tickets import follow_up

OWN: Mapping[str, str] = {
    planning.REWRITTEN: N_("The change was rewritten."),
    contract_change.QUOTED_ANEW: N_("It was quoted anew."),
    ending.ANSWERED: N_("The question of an approval is settled"),
    follow_up.REACHED: N_("The follow-up date is here"),
    auto_closing.REASON: N_("The days agreed are over"),
    silence.REASON: N_("The client did not answer"),
    afterword.UNSEEN: N_("Nobody looked at the client's message in time"),
    undoing.NOT_OVER: N_("Not over with the major incident"),
    "later_facts": N_("Later facts"),
    "target_changed": N_("Another target"),
}
"""By what is kept."""
POLICY = re.compile(rf"{carrying.POLICY}: ([a-z_]+)(?: at ([0-9]+) %)?")
AT = N_("Escalation policy: {0}, {1} used")
MISSED = N_("Escalation policy: {0} missed")


def said(reason: str, language: Language) -> str:
    """In the reader's words where it is one of the product's own."""
    if reason in OWN:
        return locale.gettext(language, OWN[reason])
    found = POLICY.fullmatch(reason)
    if found is None or found[1] not in words.METRIC:
        return reason
    metric = words.word(found[1], "metric", language)
    if not found[2]:
        return locale.gettext(language, MISSED).format(metric)
    used = formats.percent(Fraction(int(found[2]), 100), language)
    return locale.gettext(language, AT).format(metric, used)
