"""Reasons that are not written where they refuse, but where a value is read: for the catalogues.
All others are found in the rooms' code (`tests/unit/console/refused.py`)."""

from underpin.console.locale import N_, NP_

OF_FORMS = (
    N_("needed"),
    N_("at most 300 characters"),
    N_("at most 5000 characters"),
    N_("one of the choices"),
    N_("a date such as 2026-03-02"),
    N_("an e-mail address"),
    N_("yes or no"),
    N_("files that wait for this request"),
    N_("no date can be asked for here"),
    NP_("refusal", "a number from {0} to {1}"),
    NP_("refusal", "after {0} UTC, within two years"),
)
