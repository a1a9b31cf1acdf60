"""The words of plans, prices and meters, by category."""

from collections.abc import Mapping

from underpin.console.locale import N_

PRICE_KIND = {
    "flat": N_("Flat fee"),
    "per_unit": N_("Per unit"),
    "graduated": N_("Graduated: each tier for its part"),
    "volume": N_("Volume: one tier for all"),
    "package": N_("Package"),
    "percentage": N_("Percentage"),
    "graduated_percentage": N_("Graduated percentage"),
    "pass_through": N_("Passed through"),
}
TIMING = {"advance": N_("In advance"), "arrears": N_("In arrears")}
SPAN_UNIT = {
    "day": N_("Days"),
    "week": N_("Weeks"),
    "month": N_("Months"),
    "year": N_("Years"),
}
METER = {
    "tickets": N_("Tickets"),
    "staff_minutes": N_("Minutes to be billed"),
    "worked_minutes": N_("Minutes worked"),
    "vendor_cost": N_("Cost of vendors"),
    "seats": N_("Seats"),
    "assets": N_("Assets"),
    "storage": N_("Storage"),
    "channel_messages": N_("Channel messages"),
}
ROUNDING = {"up": N_("Up to the next step"), "nearest": N_("To the nearest step")}
ROUNDED_PER = {"entry": N_("Each entry"), "ticket_and_day": N_("Each ticket and day")}
PLAN_STATE = {"draft": N_("Draft"), "published": N_("Published")}
DIFFERS = {
    "added": N_("Added"),
    "removed": N_("Taken out"),
    "changed": N_("Changed"),
}
CHARGED = {
    "fee": N_("Fee"),
    "advance": N_("Fee"),
    "usage": N_("Usage"),
    "minimum": N_("Minimum"),
}
TERM = {"in_force": N_("In force"), "ahead": N_("Ahead"), "ended": N_("Ended")}
DEAL = {
    "proposed": N_("Proposed"),
    "approved": N_("Approved"),
    "refused": N_("Refused"),
}
TREATMENT = {
    "domestic": N_("Domestic"),
    "reverse_charge": N_("Reverse charge"),
    "export": N_("Export"),
    "exempt": N_("Exempt"),
    "outside": N_("Outside the tax"),
}
ENTITLEMENT = {
    "claimable": N_("The client may claim it"),
    "provisional": N_("To be confirmed"),
    "confirmed": N_("Confirmed"),
    "settled": N_("Settled"),
    "refused": N_("Refused"),
    "lapsed": N_("Lapsed"),
}
PROPOSED = {
    "credit_note": N_("Credit note"),
    "debit_note": N_("Debit note"),
    "refund": N_("Refund"),
    "write_off": N_("Write-off"),
    "payback": N_("Payback of the balance"),
}
RUN_MODE = {
    "draft": N_("Drafts, to be looked at"),
    "issue_reviewed": N_("Issue what was reviewed and not changed since"),
    "issue": N_("Issue all at once"),
}
RUN_OUTCOME = {
    "drafted": N_("Drafted"),
    "issued": N_("Issued"),
    "passed_over": N_("Passed over"),
    "failed": N_("Failed"),
}
AGGREGATION = {
    "count": N_("Number of entries"),
    "sum": N_("Sum"),
    "unique": N_("Different values"),
    "max": N_("Highest level"),
    "latest": N_("Last level"),
    "time_weighted": N_("Mean of the days"),
}
PARTY_FIELD = {
    "legal_name": N_("Name in law"),
    "street": N_("Street"),
    "city": N_("City"),
    "country": N_("Country, like PL"),
    "postal_code": N_("Postal code"),
    "more_address": N_("More of the address"),
    "subdivision": N_("Region"),
    "vat_id": N_("VAT id"),
    "registration": N_("Number in the register"),
    "email": N_("Email"),
    "phone": N_("Phone"),
    "tax_number": N_("Tax number"),
    "tax_currency": N_("Currency of the tax"),
    "iban": N_("IBAN"),
    "bic": N_("BIC"),
    "bank": N_("Bank"),
    "footer": N_("Footer"),
    "reference": N_("What the buyer's accounting asks for"),
    "purchase_order": N_("Purchase order"),
}
REMINDER_WORD = {
    "first": N_("Subject of the first"),
    "again": N_("Subject of a further one"),
    "last": N_("Subject of the last"),
    "owed": N_("What is owed"),
    "fee": N_("The fee"),
    "how": N_("How to pay"),
    "question": N_("How to question it"),
    "fee_line": N_("The line on the next invoice"),
}
YES_NO = {"True": N_("yes"), "False": N_("no")}
PRICE_FIELD = {
    "name": N_("Name"),
    "key": N_("Key"),
    "currency": N_("Currency"),
    "interval": N_("Interval"),
    "meter": N_("What is counted"),
    "tax_class": N_("Tax class"),
    "timing": N_("Charged"),
    "prorated": N_("By days, where a period is cut"),
    "included": N_("Included"),
    "minimum": N_("At least"),
    "maximum": N_("At most"),
    "discount": N_("Discount in per cent"),
    "group_by": N_("Each alone by"),
    "filters.dimension": N_("Only where"),
    "filters.values": N_("Only these"),
    "model.kind": N_("How it is priced"),
    "model.fee": N_("Fee"),
    "model.unit": N_("Price"),
    "model.per": N_("for so many units"),
    "model.size": N_("Units in a package"),
    "model.percent": N_("Per cent"),
    "model.markup": N_("Mark-up in per cent"),
    "model.tiers.ends_inclusive": N_("A tier's end belongs to it"),
    "model.tiers.flat_at_zero": N_("The first tier's fee is owed without usage"),
    "model.tiers.steps.start": N_("From"),
    "model.tiers.steps.end": N_("Up to"),
    "model.tiers.steps.unit": N_("For one unit"),
    "model.tiers.steps.flat": N_("Fee of the tier"),
    "time.step": N_("Rounded to so many minutes"),
    "time.direction": N_("Rounded"),
    "time.per": N_("Rounding of"),
    "time.weights.dimension": N_("Weighted by"),
    "time.weights.value": N_("Weighted where it is"),
    "time.weights.factor": N_("Counts so many times"),
    "time.visits": N_("Work types that are visits"),
    "time.visit_minimum": N_("Minutes of a visit at least"),
}
CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "price_kind": PRICE_KIND,
    "timing": TIMING,
    "span_unit": SPAN_UNIT,
    "meter": METER,
    "rounding": ROUNDING,
    "rounded_per": ROUNDED_PER,
    "plan_state": PLAN_STATE,
    "differs": DIFFERS,
    "charged": CHARGED,
    "term": TERM,
    "deal": DEAL,
    "treatment": TREATMENT,
    "entitlement": ENTITLEMENT,
    "proposed": PROPOSED,
    "run_mode": RUN_MODE,
    "run_outcome": RUN_OUTCOME,
    "aggregation": AGGREGATION,
    "party_field": PARTY_FIELD,
    "reminder_word": REMINDER_WORD,
    "yes_no": YES_NO,
    "price_field": PRICE_FIELD,
}
