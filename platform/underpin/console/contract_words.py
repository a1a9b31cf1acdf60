"""The words of agreements: what a version may say, and what becomes of it."""

from collections.abc import Mapping

from underpin.console.locale import N_

SETTING = {
    "resolution_stops_at": N_("A resolution ends when the ticket is"),
    "reopen": N_("A reopened ticket"),
    "exclude_vendor_time": N_("Time with a vendor is left out of the resolution"),
    "named_acknowledgment_counts": N_("A named person's acknowledgment is a first response"),
    "alerts_start_at": N_("An alert's clocks start"),
    "fix_stops_at": N_("A fix ends with"),
    "holder": N_("The contract with the vendor is held by"),
}
SETTING_VALUE = {
    "resolved": N_("resolved"),
    "restored": N_("restored, a workaround counts"),
    "closed": N_("closed"),
    "keep": N_("goes on with the time it used"),
    "restart": N_("starts again from nothing"),
    "counted": N_("counts the time it was closed"),
    "no": N_("no"),
    "yes": N_("yes"),
    "receipt": N_("when we receive it"),
    "start": N_("when it began"),
    "report": N_("the vendor's report"),
    "confirmation": N_("our confirmation"),
    "msp": N_("us"),
    "client": N_("the client"),
}
EXCLUSION = {
    "planned_maintenance": N_("Planned maintenance"),
    "client_caused": N_("Caused by the client"),
    "force_majeure": N_("Force majeure"),
    "other": N_("Another reason"),
}
CREDIT_BASIS = {
    "service_fee": N_("service fee"),
    "net_invoice": N_("net invoice"),
    "day_charge": N_("charge of a day"),
}
CREDIT_PERIOD = {"month": N_("month"), "quarter": N_("quarter"), "year": N_("year")}
CREDIT_SAYS = {
    "same_period": N_("of the same period"),
    "previous_period": N_("of the period before"),
    "largest": N_("the largest rule only"),
    "sum": N_("all rules added up"),
    "price_reduction": N_("a price reduction"),
    "penalty": N_("a penalty"),
    "terminate": N_("the right to terminate"),
    "higher_percent": N_("a higher percentage"),
}
HOLDING = {
    "draft": N_("Draft"),
    "approved": N_("Approved"),
    "current": N_("Current"),
    "active": N_("Active"),
    "superseded": N_("Superseded"),
}
RUN = {
    "queued": N_("Waits"),
    "running": N_("Running"),
    "done": N_("Done"),
    "failed": N_("Failed"),
}
OUTCOME = {
    "met": N_("Met"),
    "breached": N_("Missed"),
    "withdrawn": N_("Breach withdrawn"),
    "merged": N_("Merged, not counted"),
    "same_miss": N_("Part of another miss"),
    "running": N_("Still running"),
    "apart": N_("Stands apart"),
    "excluded": N_("Excluded"),
}
ASKED_BY_MAIL = {
    "leaving": N_("on its way"),
    "sent": N_("sent"),
    "failing": N_("could not be sent yet"),
    "withdrawn": N_("taken back"),
}
EFFECT = {
    "breached_at_once": N_("clocks would be missed at once"),
    "at_risk": N_("clocks would be at risk"),
    "earlier": N_("clocks would be due earlier"),
    "later": N_("clocks would be due later"),
    "released": N_("clocks would end without a promise"),
}
ONE_EFFECT = {
    "breached_at_once": N_("missed at once"),
    "at_risk": N_("at risk"),
    "earlier": N_("due earlier"),
    "later": N_("due later"),
    "released": N_("no promise any more"),
    "same": N_("as it is"),
}
OCCASION = {
    "renewal": N_("The contract renews"),
    "notice": N_("Last day to give notice"),
    "uplift": N_("The price goes up"),
    "end": N_("The contract ends"),
}
SHARED_PART = {
    "client": N_("the client's name"),
    "site": N_("the site"),
    "service": N_("the service"),
    "requester": N_("the requester's name"),
    "reached_at": N_("the requester's address"),
    "opening": N_("the first message"),
    "conversation": N_("the whole conversation"),
}
AMENDED = {
    "terms": N_("Terms changed"),
    "notice": N_("Notice given"),
    "notice_withdrawn": N_("Notice withdrawn"),
    "service_in": N_("A service taken in"),
    "service_out": N_("A service taken out"),
}
TERM = {
    "name": N_("Name"),
    "starts_on": N_("First day"),
    "ends_on": N_("Last day"),
    "notice_days": N_("Notice, days"),
    "renewal": N_("Renewal"),
    "renewal_months": N_("by months"),
    "uplift_percent": N_("Price rise a year, percent"),
    "uplift_on": N_("First on"),
    "notice": N_("Notice"),
    "given_on": N_("Given on"),
    "by": N_("Given by"),
    "last_day": N_("Last day"),
}
SIDE = {"client": N_("the client"), "provider": N_("us")}
STEP_ACTION = {
    "notify": N_("Tell the holder and the lead"),
    "raise": N_("Raise the priority"),
    "move_tier": N_("Move to a tier"),
    "reassign": N_("Give to somebody else"),
    "open_vendor_case": N_("Open a vendor case"),
    "page": N_("Call who is on duty"),
}
TIER_NUMBER = {"1": N_("L1"), "2": N_("L2"), "3": N_("L3")}
CONSIDERED = {
    "won": N_("governs"),
    "not_begun": N_("the contract has not begun"),
    "ended": N_("the contract is over"),
    "other_contract": N_("the service is another contract's"),
    "service_out": N_("the service is not in the contract that day"),
    "other_service": N_("it is about another service"),
    "no_agreement": N_("the contract has no SLA"),
    "no_version": N_("no version was in force"),
    "says_nothing": N_("says nothing about this type"),
    "less_specific": N_("a service's own goes first"),
    "later_contract": N_("its contract began later"),
    "later_name": N_("its name comes later"),
    "contract_covers": N_("a contract covers the ticket"),
}
PROPOSAL = {
    "proposed": N_("waits"),
    "drafted": N_("drafted"),
    "declined": N_("declined"),
    "overtaken": N_("overtaken"),
}
APART_KIND = {"spam": N_("Spam"), "duplicate": N_("A duplicate")}
MOVED_BY = {
    "paused": N_("paused"),
    "retargeted": N_("another target"),
    "released": N_("released"),
    "merged": N_("merged"),
    "ended": N_("ended"),
    "dated_back": N_("dated back"),
}
WARNED = {
    "broken": N_("a promise is not kept any more"),
    "risk_ended": N_("nobody accepts the risk any more"),
    "nobody_on_duty": N_("nobody is on duty"),
}
RENEWAL = {"automatic": N_("by itself"), "none": N_("only by agreement")}
CATEGORIES: Mapping[str, Mapping[str, str]] = {
    "setting": SETTING,
    "setting_value": SETTING_VALUE,
    "exclusion": EXCLUSION,
    "basis": CREDIT_BASIS,
    "credit_period": CREDIT_PERIOD,
    "credit_says": CREDIT_SAYS,
    "holding": HOLDING,
    "run": RUN,
    "replayed": OUTCOME,
    "asked_by_mail": ASKED_BY_MAIL,
    "effect": EFFECT,
    "one_effect": ONE_EFFECT,
    "occasion": OCCASION,
    "renewal": RENEWAL,
    "warned": WARNED,
    "apart_kind": APART_KIND,
    "moved_by": MOVED_BY,
    "proposal": PROPOSAL,
    "step_action": STEP_ACTION,
    "tier_number": TIER_NUMBER,
    "considered": CONSIDERED,
    "shared_part": SHARED_PART,
    "amended": AMENDED,
    "contract_term": TERM,
    "contract_side": SIDE,
}
