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

OF_TABLES = (
    N_("at most 20,000 characters."),
    N_("0 up to a million million, two decimals at most, and its currency with it."),
    N_("ahead, within a year."),
    N_("name each approver, the ticket is confidential."),
    N_("nobody of the client is asked, so there is nothing to wait for."),
    N_("1 to 100 different ones of a choice, each 1 to 80 characters; none else."),
    N_("a number of up to 18 digits, such as 12.5."),
    N_("a date such as 2026-03-31."),
    N_("one of its options."),
    N_("some of its options."),
    N_("a person of this client."),
    N_("true or false."),
    N_("-100 to 100, with four decimals."),
    N_("name at least one rule that earns a credit."),
    N_("at least 2 in a row."),
    N_("no fewer periods than are missed."),
    N_("goes with higher_percent, and only with it."),
    N_("give bands, steps or per_unit, exactly one of them."),
    N_("above 0 and up to 100 percent."),
    N_("bounds are from 0 to 100 percent."),
    N_("two steps begin at the same percentage."),
    N_("a worse attainment owes less: correct it, or say monotone: false."),
    N_("shares above 0 that come to exactly 1."),
    N_("say what it is called, and what kind of thing it is."),
)
"""Cures that a room keeps beside its fields; a full stop is set behind them where they refuse."""
