"""The words of the product as people read them, by category; translated where they are shown."""

from collections.abc import Mapping
from decimal import Decimal

from underpin.console import (
    contract_words,
    locale,
    words_of_deeds,
    words_of_handling,
    words_of_payments,
    words_of_prices,
)
from underpin.console.locale import N_, NN_
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
EXPORT = {
    "waiting": N_("Waiting"),
    "running": N_("Being made"),
    "done": N_("Ready"),
    "failed": N_("Could not be made"),
    "gone": N_("Over"),
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
TICKET_TYPE = {
    **KIND,
    "service_request": KIND["request"],
    "change_request": KIND["change"],
}
STAGE = {
    **STATE,
    "investigating": N_("Being investigated"),
    "known_error": N_("Known error"),
    "answered": N_("Answered"),
}
FIELD_KIND = {
    "text": N_("Text"),
    "number": N_("Number"),
    "date": N_("Date"),
    "choice": N_("One of several"),
    "choices": N_("Some of several"),
    "person": N_("Person"),
    "yes_no": N_("Yes or no"),
}
REQUIRED = {
    "never": N_("Not required"),
    "raise": N_("When it is raised"),
    "resolve": N_("Before it is resolved"),
}
ROLE = {
    "requester": N_("Requester"),
    "member": N_("Client"),
    "staff": N_("Support"),
    "vendor": N_("Vendor"),
    "system": N_("Automatic"),
}
OUTCOME = {
    "met": N_("Met"),
    "breached": N_("Missed"),
    "withdrawn": N_("Miss withdrawn"),
    "excluded": N_("Excluded"),
    "apart": N_("Listed apart"),
    "undecided": N_("Not decided"),
    "uncounted": N_("Not counted"),
}
# Why a clock counts as it does; an agreement may name further reasons, which are shown as they are.
WHY = {
    "": "",
    "objection": N_("Your objection was upheld"),
    "merged": N_("Merged into another ticket"),
    "spam": N_("Spam"),
    "duplicate": N_("Duplicate"),
    "alert": N_("An alert that no person touched"),
    "one_silence": N_("The same silence is missed already"),
    "planned_maintenance": N_("Planned maintenance"),
    "client_caused": N_("Caused on your side"),
    "force_majeure": N_("Force majeure"),
    "other": N_("Another reason"),
}
OBJECTION = {
    "open": N_("Waits for an answer"),
    "upheld": N_("Upheld"),
    "rejected": N_("Rejected"),
    "proposed": N_("Proposed"),
    "confirmed": N_("Confirmed"),
    "refused": N_("Refused"),
    "lapsed": N_("Lapsed"),
    "lifted": N_("Lifted"),
}
OBJECTION_WANTS = {
    "missed": N_("It should count as missed."),
    "counted": N_("It should count."),
}
PERIOD = {
    "running": N_("The month runs"),
    "provisional": N_("Provisional"),
    "frozen": N_("Frozen"),
}
CREDIT = {
    "claimable": N_("To be claimed"),
    "provisional": N_("Being confirmed"),
    "confirmed": N_("Confirmed"),
    "settled": N_("Settled"),
    "refused": N_("Refused"),
    "lapsed": N_("Not claimed in time"),
}
CREDIT_BASIS = {
    "service_fee": N_("of the service fee"),
    "net_invoice": N_("of the net invoice"),
    "day_charge": N_("of a day's charge"),
}
CREDIT_NATURE = {
    "price_reduction": N_("Price reduction"),
    "penalty": N_("Penalty"),
}
MEMBER_REACH = {
    "": N_("Own and watched tickets"),
    "company": N_("The company's tickets"),
    "site": N_("Their site's tickets"),
}
AUDIT_ACTOR = {
    "member": N_("Client"),
    "staff": N_("Support"),
    "vendor": N_("Vendor"),
    "worker": N_("Automatic"),
}
TURN = {"us": N_("With us"), "you": N_("With you"), "vendor": N_("With a vendor")}
SPAN = {"work": N_("Working time"), "closed": N_("Outside hours"), "pause": N_("Paused")}
CASE = {
    "drafted": N_("Not sent yet"),
    "sent": N_("Sent"),
    "acknowledged": N_("Acknowledged"),
    "fixed": N_("Fix reported"),
    "questioned": N_("Question asked"),
    "refused": N_("Refused"),
    "closed": N_("Closed"),
}
CONNECTOR_KIND = {
    "rest": N_("REST"),
    "jira": N_("Jira"),
    "bugzilla": N_("Bugzilla"),
    "mantis": N_("Mantis"),
}
AUTH_WAY = {
    "none": N_("Nobody in particular"),
    "bearer": N_("Bearer token"),
    "basic": N_("Name and password"),
    "header": N_("Key in a header"),
    "oauth": N_("OAuth client"),
}
TOLD = {
    "waiting": N_("Waits to be sent"),
    "sent": N_("Sent"),
    "told": N_("Linked"),
    "set_aside": N_("Set aside"),
}
TOLD_WHAT = {"open": N_("Opening"), "say": N_("Message"), "turn": N_("State")}
CARRIER = {
    "mail": N_("By mail"),
    "sms": N_("By text message"),
    "voice": N_("By a call"),
    "push": N_("By push"),
}
MEMBER_ROLE = {
    "requester": N_("Requester"),
    "approver": N_("Approver"),
    "client_admin": N_("Client administrator"),
    "finance": N_("Finance"),
    "it_partner": N_("IT partner"),
}
STAFF_ROLE = {
    "agent": N_("Agent"),
    "service_lead": N_("Service lead"),
    "account_manager": N_("Account manager"),
    "finance": N_("Finance"),
    "auditor": N_("Auditor"),
    "provider_admin": N_("Administrator"),
}
PERSON_STATE = {
    "invited": N_("Invited"),
    "active": N_("Active"),
    "deactivated": N_("Deactivated"),
    "erased": N_("Erased"),
}
COMPANY_STATE = {
    "active": N_("Active"),
    "suspended": N_("Suspended"),
    "closed": N_("Closed"),
}
ONBOARDING = {
    "company": N_("Company"),
    "domain": N_("Domain"),
    "mail": N_("Mail"),
    "calendar": N_("Calendar"),
    "contract": N_("Contract"),
    "people": N_("People"),
    "admin": N_("First administrator"),
    "ticket": N_("First ticket"),
}
ABSENCE = {
    "holiday": N_("Holiday"),
    "illness": N_("Illness"),
    "training": N_("Training"),
    "other": N_("Other"),
}
CHANNEL_KIND = {
    "slack": N_("Slack workspace"),
    "teams": N_("Microsoft Teams"),
    "webhook": N_("A program of the client's"),
}
ONBOARDING_STATE = {"done": N_("Done"), "left": N_("Left for later"), "open": N_("To do")}
WEEKDAY = {
    "mon": N_("Monday"),
    "tue": N_("Tuesday"),
    "wed": N_("Wednesday"),
    "thu": N_("Thursday"),
    "fri": N_("Friday"),
    "sat": N_("Saturday"),
    "sun": N_("Sunday"),
}
SEES = {
    "": N_("Own tickets"),
    "site": N_("Their site's tickets"),
    "company": N_("The company's tickets"),
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
APPROVAL = {
    "waiting": N_("Waiting for approval"),
    "approved": N_("Approved"),
    "refused": N_("Refused"),
    "withdrawn": N_("Withdrawn"),
    "lapsed": N_("Ran out"),
}
APPROVAL_SUBJECT = {
    "change": N_("Change"),
    "chargeable": N_("Chargeable work"),
    "contract_change": N_("Contract change"),
    "catalogue_request": N_("Request from the catalogue"),
}
SIDE = {"client": N_("Client"), "provider": N_("Provider")}
CHANGE = {
    "draft": N_("Draft"),
    "awaiting_approval": N_("Waiting for approval"),
    "approved": N_("Approved"),
    "scheduled": N_("Scheduled"),
    "in_progress": N_("In progress"),
    "done": N_("Done"),
    "failed": N_("Failed"),
    "backed_out": N_("Taken back"),
    "reviewed": N_("Reviewed"),
    "cancelled": N_("Cancelled"),
}
CHANGE_KIND = {
    "standard": N_("Standard"),
    "normal": N_("Normal"),
    "emergency": N_("Emergency"),
}
PER = {"once": N_("once"), "month": N_("per month"), "year": N_("per year")}
COVERAGE = {
    "included": N_("Included"),
    "chargeable": N_("Chargeable"),
    "no_charge": N_("Free of charge"),
}
ALLOWED_BY = {
    "fixed_price": N_("an accepted fixed price"),
    "estimate": N_("accepted estimates"),
    "own_limit": N_("the requester's own limit"),
    "contract": N_("the contract"),
    "nothing": N_("nothing yet: the ticket is out of contract"),
}
CALLER = {
    "waiting": N_("Code sent"),
    "verified": N_("Verified"),
    "expired": N_("Code ran out"),
    "failed": N_("Wrong code too often"),
    "lapsed": N_("No longer holds"),
}
CALLER_METHOD = {"code": N_("by code"), "call_back": N_("by call-back")}
SENSITIVE = {
    "password_reset": N_("Password reset"),
    "access_change": N_("Change of access"),
    "data_release": N_("Release of data"),
    "other": N_("Other"),
}
CONTRACT_MATTER = {
    "limit": N_("Another limit"),
    "plan": N_("Another plan"),
    "service": N_("Services"),
    "term": N_("Term"),
    "other": N_("Other"),
}
CONTRACT_CHANGE = {
    "asked": N_("Asked for"),
    "quoted": N_("Quoted"),
    "accepted": N_("Accepted"),
    "handed_over": N_("Handed over"),
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
UNITS = {
    "ticket": NN_("%(num)s ticket", "%(num)s tickets"),
    "seat": NN_("%(num)s seat", "%(num)s seats"),
    "asset": NN_("%(num)s asset", "%(num)s assets"),
    "message": NN_("%(num)s message", "%(num)s messages"),
}
BROKEN = 100
"""Part of a unit takes the form of many."""

REPORT = {
    "first_response": N_("First response"),
    "resolution": N_("Time to resolution"),
    "compliance": N_("Promises kept"),
    "breaches": N_("Breaches by link of the chain"),
    "causes": N_("Breaches by cause"),
    "volume": N_("Volume"),
    "backlog": N_("Backlog and its age"),
    "quality": N_("First contact and reopening"),
    "hand_overs": N_("Hand-overs"),
    "load": N_("Load and utilisation"),
    "satisfaction": N_("Satisfaction"),
    "deflection": N_("Solved without a ticket"),
    "vendors": N_("Vendors' targets"),
    "margin": N_("Margin by client"),
}
REPORT_SAYS = {
    "first_response": N_(
        "Tickets raised in the period: how long until the first public answer by a person. Wall "
        "time is the time that passed; working time is what the SLA clock counted."
    ),
    "resolution": N_(
        "Tickets resolved in the period: how long they took from being raised. Working time is "
        "what the SLA clock counted, pauses left out."
    ),
    "compliance": N_(
        "SLA clocks decided in the period, counted as compliance counts them. Withdrawn, excluded "
        "and set apart are in no percentage."
    ),
    "breaches": N_(
        "SLA clocks missed in the period, each laid to the link whose own target on that ticket "
        "was missed first: a tier's hold or the vendor's. None: every link kept its own."
    ),
    "causes": N_(
        "SLA clocks missed in the period, each laid to what went wrong first: the target was "
        "changed, a tier took the ticket too late or kept it too long, a vendor was late, or "
        "nobody was and the chain itself is too long."
    ),
    "volume": N_(
        "Tickets raised and tickets resolved in the period, and how many a day. Fix rate: "
        "resolved for a hundred raised."
    ),
    "backlog": N_(
        "Tickets open at the end of the period, by the days since they were raised, weekends "
        "included."
    ),
    "quality": N_(
        "Tickets resolved in the period. First contact: raised by a person, handed over to nobody, "
        "answered once at most and not opened again."
    ),
    "hand_overs": N_(
        "Tickets resolved in the period: how often they changed their tier or their holder. "
        "Returned: they came back to a tier or person who had them before."
    ),
    "load": N_(
        "Time entries of work done in the period, by who did it. Utilised: of the hours they work "
        "in a week, less absence."
    ),
    "satisfaction": N_(
        "Surveys asked in the period. Rating: from 1 (very unhappy) to 5 (very happy). Content: 4 "
        "or 5, of those who answered; unhappy: 1 or 2."
    ),
    "deflection": N_(
        "Visits to articles begun in the period: what one person opened with no more than half an "
        "hour between. It counts where an article was suggested, and was deflected where no ticket "
        "followed within half an hour or the person said it helped."
    ),
    "vendors": N_(
        "Targets of vendors' contracts decided in the period, with the median working time until "
        "the acknowledgment and the fix."
    ),
    "margin": N_(
        "Invoices of the period and recoveries, less credits, penalties, what was given up, our "
        "work at its cost by tier, and vendors."
    ),
}
MEASURE = {
    "raised": N_("Raised"),
    "answered": N_("Answered"),
    "resolved": N_("Resolved"),
    "wall_median": N_("Wall time, median"),
    "wall_p90": N_("Wall time, 90 %"),
    "working_median": N_("Working time, median"),
    "working_p90": N_("Working time, 90 %"),
    "decided": N_("Decided"),
    "met": N_("Met"),
    "breached": N_("Breached"),
    "kept": N_("Kept"),
    "withdrawn": N_("Withdrawn"),
    "excluded": N_("Excluded"),
    "apart": N_("Apart"),
    "by_L1": N_("L1"),
    "by_L2": N_("L2"),
    "by_L3": N_("L3"),
    "by_vendor": N_("Vendor"),
    "by_none": N_("No link"),
    "by_change": N_("Target changed"),
    "by_pickup": N_("Taken too late"),
    "by_hold": N_("Kept too long"),
    "by_lateness": N_("Vendor late"),
    "by_length": N_("Chain too long"),
    "a_day": N_("A day"),
    "fixed": N_("Fix rate"),
    "open": N_("Open"),
    "aged_0": N_("Under a day"),
    "aged_1": N_("1 to 3 days"),
    "aged_3": N_("3 to 7 days"),
    "aged_7": N_("7 to 30 days"),
    "aged_30": N_("Over 30 days"),
    "oldest": N_("Oldest"),
    "first_contact": N_("At first contact"),
    "first_contact_rate": N_("First contact rate"),
    "reopened": N_("Reopened"),
    "reopen_rate": N_("Reopen rate"),
    "handed_over": N_("Handed over"),
    "hand_overs_each": N_("Hand-overs each"),
    "returned": N_("Returned"),
    "return_rate": N_("Return rate"),
    "tickets": N_("Tickets"),
    "worked": N_("Worked"),
    "utilised": N_("Utilised"),
    "billable": N_("Billable"),
    "unposted": N_("Not posted yet"),
    "asked": N_("Asked"),
    "surveys_answered": N_("Answered"),
    "answer_rate": N_("Answer rate"),
    "rating": N_("Rating"),
    "content_rate": N_("Content"),
    "unhappy": N_("Unhappy"),
    "opened": N_("Articles opened"),
    "visits": N_("Visits"),
    "deflected": N_("Deflected"),
    "deflection_rate": N_("Deflection rate"),
    "acknowledge_median": N_("Acknowledgment, median"),
    "fix_median": N_("Fix, median"),
}
WITHHELD = {
    "type": N_("files of this kind are not taken"),
    "size": N_("too large"),
    "count": N_("too many at once"),
}
GROUP = {
    "month": N_("Month"),
    "client": N_("Client"),
    "service": N_("Service"),
    "priority": N_("Priority"),
    "type": N_("Type"),
    "tier": N_("Tier"),
    "agent": N_("Agent"),
    "channel": N_("Channel"),
    "team": N_("Team"),
    "vendor": N_("Vendor"),
    "category": N_("Category"),
}
OUTLOOK = {
    "all": N_("All"),
    "none": N_("None"),
    "came": N_("Came"),
    "expected": N_("Expected"),
}
MARGIN_PART = {
    "invoice": N_("Invoice"),
    "revenue": N_("Revenue"),
    "credits": N_("Credit note"),
    "written_off": N_("Given up"),
    "penalties": N_("Penalty"),
    "recoveries": N_("Recovery from a vendor"),
    "vendors": N_("Vendors"),
}
CADENCE = {"weekly": N_("Every Monday"), "monthly": N_("On the first of the month")}
DEED = {
    "set_state": N_("Set the state"),
    "assign": N_("Assign"),
    "move_tier": N_("Move to a tier"),
    "tag": N_("Tag"),
    "untag": N_("Take tags off"),
    "prioritise": N_("Set impact and urgency"),
    "note": N_("Add a note"),
    "tell": N_("Tell colleagues"),
    "write": N_("Write to the client"),
    "call_webhook": N_("Call a webhook"),
    "share": N_("Give to whoever is able"),
    "begin_tasks": N_("Begin a task template"),
}
RULE_WHEN = {
    "raised": N_("A ticket is raised"),
    "alert_opened": N_("An alert opens a ticket"),
    "client_wrote": N_("The client writes"),
    "we_wrote": N_("We write to the client"),
    "state_changed": N_("The state changes"),
    "priority_changed": N_("The priority changes"),
    "assigned": N_("It is assigned"),
    "tier_moved": N_("It moves to another tier"),
    "warned": N_("A target is at risk"),
    "breached": N_("A target is missed"),
    "idle": N_("Nothing moves for some hours"),
    "survey_answered": N_("A survey is answered"),
}
RULE_IF = {
    "type": N_("Type"),
    "priority": N_("Priority"),
    "tier": N_("Tier"),
    "state": N_("State"),
    "channel": N_("Channel"),
    "client": N_("Client"),
    "service": N_("Service"),
    "category": N_("Category"),
    "tag": N_("Tag"),
    "field": N_("Field"),
    "asset": N_("Asset"),
    "asset_kind": N_("Kind of asset"),
    "requester": N_("Requester"),
    "assignee": N_("Assignee"),
    "words_subject": N_("Words in the subject"),
    "words_body": N_("Words in the client's last message"),
    "words": N_("Words in either"),
    "hours": N_("Working hours"),
}
RULE_RUN = {"done": N_("Done"), "failed": N_("Failed"), "stopped": N_("Stopped")}
MACRO_AUDIENCE = {"own": N_("only me"), "team": N_("a team"), "everyone": N_("everyone")}
MACRO_SAYS = {"reply": N_("a reply"), "note": N_("an internal note"), "nothing": N_("nothing")}
ASSET = {
    "planned": N_("Planned"),
    "in_use": N_("In use"),
    "in_store": N_("In store"),
    "in_repair": N_("In repair"),
    "retired": N_("Retired"),
}

# What stands where a name or words were erased: equal to `tenants.erasing`, by which it is written.
ERASED = (N_("Erased person"), N_("(erased)"))

ANNOUNCED = {
    "notice": N_("Notice"),
    "disruption": N_("Disruption"),
    "maintenance": N_("Maintenance"),
}
ANNOUNCED_STATE = {
    "now": N_("Current"),
    "planned": N_("Planned"),
    "later": N_("To come"),
    "over": N_("Over"),
    "withdrawn": N_("Withdrawn"),
}
SEVERITY = {
    "info": N_("For your information"),
    "warning": N_("Important"),
    "critical": N_("Urgent"),
}
RATING = {
    "1": N_("Very unhappy"),
    "2": N_("Unhappy"),
    "3": N_("So-so"),
    "4": N_("Happy"),
    "5": N_("Very happy"),
}
CHAT_STATE = {
    "bot": N_("With the assistant"),
    "waiting": N_("Somebody will be with you"),
    "live": N_("With a person"),
    "ended": N_("Over"),
    "solved": N_("Solved"),
    "left": N_("Message left"),
    "abandoned": N_("Over"),
}
ARTICLE_STATE = {"draft": N_("Draft"), "published": N_("Published"), "retired": N_("Retired")}
CLIENT_ONLY = {
    "breached": N_("With breached tickets"),
    "not_kept": N_("Promise not kept this month"),
    "escalated": N_("Who escalated"),
    "credits": N_("With credits open"),
    "renewing": N_("Renewing within 90 days"),
    "outside": N_("Out of contract"),
}
CLIENT_SORT = {
    "name": N_("Name"),
    "open": N_("Open"),
    "breached": N_("Breached"),
    "compliance": N_("Least kept"),
    "satisfaction": N_("Least content"),
    "escalations": N_("Escalated"),
    "credits": N_("Credits"),
    "renewal": N_("Next renewal"),
    "margin": N_("Least margin"),
}
CLIENT_LEAD = {
    "contract": N_("Contract"),
    "service_reports": N_("Service reports"),
    "invoices": N_("Invoices"),
    "assets": N_("Assets"),
    "desk": N_("Desk settings"),
}
MARGIN = {"left": N_("Left")}
VENDOR_CASE = {
    "opened": N_("Opened"),
    "acknowledged": N_("Acknowledged"),
    "questioned": N_("They asked us"),
    "fixed": N_("Fix reported"),
}
VENDOR_WAY = {
    "by_hand": N_("By hand"),
    "mail": N_("Mail"),
    "webhook": N_("Webhook"),
    "page": N_("Vendor page"),
}
RECOVERY = {
    "due": N_("To be claimed"),
    "filed": N_("Claimed"),
    "granted": N_("Granted"),
    "refused": N_("Refused"),
    "lapsed": N_("Not claimed in time"),
}
REPORT_RUN = {
    "waiting": N_("Waiting"),
    "running": N_("Being counted"),
    "done": N_("Done"),
    "failed": N_("Failed"),
}
SERVICE_REPORT = {"provisional": N_("Provisional"), "final": N_("Final")}
ALERT_SEVERITY = {
    "critical": N_("Critical"),
    "error": N_("Error"),
    "warning": N_("Warning"),
    "info": N_("Information"),
}
QUESTION_KIND = {
    "text": N_("Text"),
    "long_text": N_("Long text"),
    "choice": N_("Choice"),
    "date": N_("Date"),
    "person": N_("Person"),
    "number": N_("Number"),
    "yes_no": N_("Yes or no"),
    "file": N_("File"),
}
DESK_SETTING = {
    "tickets": N_("How tickets end"),
    "satisfaction": N_("Satisfaction"),
    "files": N_("Files"),
    "chat": N_("Chat hours"),
    "chargeable": N_("Chargeable work"),
}
# Why the policy's case with a vendor could not be opened.
HELD_UP = {
    "no-vendor": N_("no vendor stands behind this service"),
    "case-open": N_("a vendor has the ticket already"),
    "case-elsewhere": N_("the major incident has its case"),
    "wrong-state": N_("the ticket's state does not allow it"),
}
_OWN: Mapping[str, Mapping[str, str]] = {
    "held_up": HELD_UP,
    "metric": METRIC,
    "state": STATE,
    "portal_state": PORTAL_STATE,
    "clock_state": CLOCK_STATE,
    "level": LEVEL,
    "kind": KIND,
    "ticket_type": TICKET_TYPE,
    "stage": STAGE,
    "alert_severity": ALERT_SEVERITY,
    "desk_setting": DESK_SETTING,
    "question_kind": QUESTION_KIND,
    "field_kind": FIELD_KIND,
    "required": REQUIRED,
    "link": LINK,
    "role": ROLE,
    "turn": TURN,
    "span": SPAN,
    "withheld": WITHHELD,
    "case": CASE,
    "step": STEP,
    "member_role": MEMBER_ROLE,
    "staff_role": STAFF_ROLE,
    "person_state": PERSON_STATE,
    "company_state": COMPANY_STATE,
    "onboarding": ONBOARDING,
    "onboarding_state": ONBOARDING_STATE,
    "sees": SEES,
    "channel_kind": CHANNEL_KIND,
    "absence": ABSENCE,
    "weekday": WEEKDAY,
    "connector_kind": CONNECTOR_KIND,
    "auth_way": AUTH_WAY,
    "told": TOLD,
    "told_what": TOLD_WHAT,
    "carrier": CARRIER,
    "version": VERSION,
    "verdict": VERDICT,
    "grade": GRADE,
    "theme": THEME,
    "lane": LANE,
    "invoice": INVOICE,
    "report": REPORT,
    "report_says": REPORT_SAYS,
    "measure": MEASURE,
    "group": GROUP,
    "cadence": CADENCE,
    "margin_part": MARGIN_PART,
    "outlook": OUTLOOK,
    "approval": APPROVAL,
    "approval_subject": APPROVAL_SUBJECT,
    "side": SIDE,
    "change": CHANGE,
    "change_kind": CHANGE_KIND,
    "per": PER,
    "coverage": COVERAGE,
    "allowed_by": ALLOWED_BY,
    "caller": CALLER,
    "caller_method": CALLER_METHOD,
    "sensitive": SENSITIVE,
    "contract_matter": CONTRACT_MATTER,
    "contract_change": CONTRACT_CHANGE,
    "announced": ANNOUNCED,
    "announced_state": ANNOUNCED_STATE,
    "severity": SEVERITY,
    "rating": RATING,
    "chat_state": CHAT_STATE,
    "article_state": ARTICLE_STATE,
    "deed": DEED,
    "rule_when": RULE_WHEN,
    "rule_if": RULE_IF,
    "rule_run": RULE_RUN,
    "macro_audience": MACRO_AUDIENCE,
    "macro_says": MACRO_SAYS,
    "asset": ASSET,
    "member_reach": MEMBER_REACH,
    "export": EXPORT,
    "audit_actor": AUDIT_ACTOR,
    "outcome": OUTCOME,
    "objection": OBJECTION,
    "objection_wants": OBJECTION_WANTS,
    "period": PERIOD,
    "credit": CREDIT,
    "credit_basis": CREDIT_BASIS,
    "credit_nature": CREDIT_NATURE,
    "service_report": SERVICE_REPORT,
    "report_run": REPORT_RUN,
    "vendor_case": VENDOR_CASE,
    "vendor_way": VENDOR_WAY,
    "recovery": RECOVERY,
    "client_only": CLIENT_ONLY,
    "client_sort": CLIENT_SORT,
    "client_lead": CLIENT_LEAD,
    "margin": MARGIN,
}


def joined(*tables: Mapping[str, Mapping[str, str]]) -> Mapping[str, Mapping[str, str]]:
    """Raises ValueError for a category that two of them have: one would silently be never said."""
    found: dict[str, Mapping[str, str]] = {}
    for table in tables:
        if twice := found.keys() & table.keys():
            raise ValueError(f"Said in two tables: {', '.join(sorted(twice))}.")
        found |= table
    return found


CATEGORIES = joined(
    _OWN,
    words_of_prices.CATEGORIES,
    words_of_payments.CATEGORIES,
    words_of_deeds.CATEGORIES,
    words_of_handling.CATEGORIES,
    contract_words.CATEGORIES,
)


def said(message: str, language: Language) -> str:
    """One of the words above, translated; what is none of them stays as it is."""
    return locale.gettext(language, message)


def why(value: str, language: Language) -> str:
    """Why a clock counts as it does; a reason that an agreement names itself stays as it is."""
    return locale.gettext(language, WHY[value]) if WHY.get(value) else value


def unit(value: str, language: Language) -> str:
    """A meter's unit; one that was defined later stays as it is."""
    return locale.gettext(language, UNIT[value]) if value in UNIT else value


def units(quantity: Decimal | int, shown: str, value: str, language: Language) -> str:
    """So many of a meter's unit; `shown` is the quantity as the language writes it."""
    if value not in UNITS:
        return f"{shown} {unit(value, language)}"
    whole = quantity == int(quantity)
    said = locale.ngettext(language, *UNITS[value], abs(int(quantity)) if whole else BROKEN)
    return said % {"num": shown}


def known(value: str, category: str, language: Language) -> str:
    """The word for what others say; what they say that nobody named stays as it is."""
    return locale.gettext(language, CATEGORIES[category].get(value, value)) if value else ""


def word(value: str, category: str, language: Language) -> str:
    """The word for a value; a value nobody named is a KeyError, not an empty label."""
    return locale.gettext(language, CATEGORIES[category][value])
