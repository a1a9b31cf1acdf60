"""How each table is told in a canonical dump; `canonical` does the telling.

What is left out is drawn by chance (ids, salts, secrets and what is made of them) or is the
machine's own time and trouble (when a row was written, how often it was tried).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Told:
    """`name`: what a row is called where its id stands elsewhere, made of its own columns, in
    which ids are names already; rows of one name are numbered in the order of `first`. `derived`:
    ids that the product makes of the row's id, and what they are made with.

    `unsaid` columns are left out; of `whether` columns is said only whether they are filled.
    """

    name: str | None = None
    id: str = "id"
    first: str = "id"
    derived: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    whether: tuple[str, ...] = ()


TRIED = ("attempts", "last_error", "due_at")
WRITTEN = ("created_at", "recorded_at")

# In this order, because a name may be made of the names before it.
TABLES: Mapping[str, Told] = MappingProxyType(
    {
        "tenant": Told(unsaid=("id", "created_at")),
        "staff": Told("staff {name}", unsaid=("created_at",)),
        "staff_role": Told(),
        "staff_credential": Told(
            unsaid=("password_hash", "totp_sealed", "totp_last_step", "changed_at"),
            whether=("totp_confirmed_at",),
        ),
        "assignment": Told(),
        "seller": Told("seller from {starts_on}", unsaid=("set_at",)),
        "exchange_rate": Told(unsaid=("stated_at",)),
        "tax_rate": Told(unsaid=("set_at",)),
        "statement_matching": Told(unsaid=("leased_until", "reached")),
        "house": Told(unsaid=("set_at",)),
        "reminder_wording": Told(unsaid=("set_at",)),
        "provider_mail_wording": Told(unsaid=("set_at",)),
        "mail_wording": Told(unsaid=("set_at",)),
        "team": Told("team {name}"),
        "team_member": Told(),
        "onboarding_mark": Told(unsaid=("marked_at",)),
        "site": Told("site {name}"),
        "person": Told("person {name}", unsaid=("created_at",)),
        "member_role": Told(),
        "member_grant": Told(unsaid=("granted_at",)),
        "credential": Told(unsaid=("password_hash", "changed_at")),
        "account": Told(unsaid=("since",)),
        "spending_limit": Told(unsaid=("set_at",)),
        "provider_approval_policy": Told(unsaid=("set_at",)),
        "approval_policy": Told(unsaid=("set_at",)),
        "stand_in": Told(
            "{stand_in_id} for {person_id} from {starts_at}",
            unsaid=("made_at",),
            whether=("cancelled_at",),
        ),
        "calendar": Told("calendar {name}"),
        "calendar_version": Told("{calendar_id} v{number}", unsaid=("created_at",)),
        "provider_calendar": Told("provider's calendar {name}"),
        "provider_calendar_version": Told(
            "{calendar_id} v{number}", unsaid=("created_at", "effective_from")
        ),
        "vendor": Told("vendor {name}"),
        "vendor_desk": Told(),
        "vendor_contact": Told(),
        "template": Told("template {name}"),
        "template_version": Told(
            "{template_id} v{number}", unsaid=("created_at",), whether=("approved_at",)
        ),
        "default_agreement": Told(unsaid=("chosen_at",)),
        "contract": Told("contract {name}"),
        "contract_amendment": Told(unsaid=("made_at",)),
        "contract_reminder": Told("{contract_id} {occasion} {due_on}"),
        "service": Told("service {name}"),
        "agreement": Told("agreement {name}"),
        "agreement_version": Told(
            "{agreement_id} v{number}",
            unsaid=("created_at",),
            whether=("approved_at", "accepted_at"),
        ),
        "target": Told(),
        "template_use": Told(unsaid=("used_at",)),
        "template_proposal": Told("{agreement_id} {template_version_id}"),
        "consent_request": Told(name="asked {version_id} {person_id}", unsaid=("outgoing_id",)),
        "coherence_verdict": Told(unsaid=("checked_at",)),
        "outage": Told(
            "outage {service_id} {starts_at}",
            unsaid=("drafted_at",),
            whether=("confirmed_at", "withdrawn_at"),
        ),
        "outage_vendor": Told(),
        "maintenance": Told(
            "maintenance {service_id} {starts_at}", whether=("announced_at", "withdrawn_at")
        ),
        "accepted_risk": Told(unsaid=("accepted_at",)),
        "coherence_watch": Told(unsaid=("checked_at",)),
        "coherence_warning": Told(unsaid=("id", "warned_at"), whether=("resolved_at",)),
        "provider_agreement": Told("provider's agreement {name}"),
        "provider_agreement_version": Told(
            "{agreement_id} v{number}", unsaid=("created_at",), whether=("approved_at",)
        ),
        "provider_target": Told(),
        "coverage": Told(),
        "escalation_policy": Told("{contract_id} policy {number}", unsaid=("created_at",)),
        "escalation_step": Told("{policy_id} step {ordinal}"),
        "meter": Told("meter {key}", unsaid=("created_at",)),
        "plan": Told("plan {name}"),
        "plan_version": Told("{plan_id} v{number}", unsaid=("created_at", "effective_from")),
        "subscription": Told("subscription from {starts_on}", unsaid=("agreed_at",)),
        "seat_list": Told("seats from {from_day} v{number}", unsaid=("confirmed_at",)),
        "withdrawn_term": Told(
            "withdrawn term from {starts_on}", unsaid=("agreed_at", "withdrawn_at")
        ),
        "negotiated_price": Told(
            "{plan_name} {price_key} from {from_day}",
            unsaid=("proposed_at",),
            whether=("decided_at",),
        ),
        "ticket_counter": Told(),
        "compliance_period": Told("compliance of {year}-{month}", unsaid=("hash", "previous_hash")),
        "ticket": Told("ticket {number}"),
        "ticket_watcher": Told(),
        "ticket_confidant": Told(unsaid=("named_at",)),
        "ticket_tag": Told(),
        "skill": Told("skill {name}"),
        "training": Told(
            "{staff_id} trained in {title} on {completed_on}", unsaid=("recorded_at",)
        ),
        "absence": Told(
            "{staff_id} away from {starts_at}", unsaid=("recorded_at",), whether=("cancelled_at",)
        ),
        "service_skill": Told(),
        "asset": Told(
            "asset {source} {external_id}", unsaid=("created_at", "changed_at", "warned_for")
        ),
        "asset_cost": Told(),
        "asset_change": Told(unsaid=("id", "changed_at")),
        "asset_import": Told("import of {file_name}", unsaid=("made_at",)),
        "asset_ticket": Told(unsaid=("linked_at",)),
        "remote_tool": Told("tool {name}", unsaid=("changed_at",), whether=("retired_at",)),
        "remote_number": Told(unsaid=("kept_at",)),
        "remote_session": Told("{ticket_id} session {started_at}"),
        "macro": Told("macro {name}", unsaid=("changed_at",), whether=("retired_at",)),
        "macro_use": Told(),
        "automation_rule": Told("rule {name}", unsaid=("changed_at",), whether=("retired_at",)),
        "automation_rule_version": Told(unsaid=("made_at",)),
        "automation_run": Told(
            "run of {rule_id} {trigger} {ticket_id}", unsaid=("occasion", "effects", "error")
        ),
        "automation_fault": Told(unsaid=("error",), whether=("resumed_at",)),
        "assignment_way": Told(),
        "assignment_rule": Told("assignment rule {position}"),
        "assignment_turn": Told(),
        "rota": Told("rota of {team_id}", unsaid=("changed_at",)),
        "rota_override": Told(
            "override of {rota_id} from {starts_at}",
            unsaid=("swap_id", "made_at"),
            whether=("cancelled_at",),
        ),
        "notice_setting": Told(),
        "house_quiet": Told(unsaid=("set_at",)),
        "page": Told(
            "page about {ticket_id} of {raised_at}", unsaid=("source_id",), whether=("settled_at",)
        ),
        "page_call": Told(unsaid=("id",), whether=("declined_at",)),
        "warning": Told(
            "warning to {staff_id} of {ticket_id} {metric} {percent} {action} {happened_at}",
            first="happened_at",
            derived=("digest",),
            whether=("mailed_at",),
        ),
        "duty_gap": Told(unsaid=("found_at",)),
        "report_run": Told(unsaid=("asked_at", "leased_until", "body")),
        "saved_report": Told("report {name} of {owner_id}", unsaid=("created_at", "next_at")),
        "saved_view": Told("view {name} of {owner_id}", unsaid=("created_at",)),
        "search_word": Told(),
        "message": Told("{ticket_id} message", unsaid=("recorded_at",)),
        "mention": Told(unsaid=("id",)),
        "member_news": Told(unsaid=("id", "cause"), whether=("mailed_at",)),
        "sharing_rule": Told(),
        "ticket_link": Told(unsaid=("id",)),
        "ticket_terms": Told(),
        "client_escalation": Told(unsaid=("id",)),
        "complaint": Told(),
        "priority_matrix": Told("priorities from {effective_from}", unsaid=("set_at",)),
        "client_matrix": Told(unsaid=("set_at",)),
        "category": Told("category {name}"),
        "category_hidden": Told(),
        "field": Told("field {label}", unsaid=("made_at",)),
        "staff_field": Told("field of staff {label}", unsaid=("made_at",)),
        "client_field": Told("field of a client {label}", unsaid=("made_at",)),
        "ticket_fields": Told(),
        "field_word": Told(),
        "major_incident": Told(
            "major incident {title}",
            unsaid=("declared_at", "reviewed_at"),
            whether=("resolved_at",),
        ),
        "major_update": Told(
            "update {number} of {major_id}",
            unsaid=("written_at",),
            whether=("approved_at", "told_at"),
        ),
        "major_update_text": Told(),
        "major_ticket": Told(
            unsaid=("in_since",), whether=("joined_at", "left_at", "resolved_at", "undone_at")
        ),
        "major_override": Told(unsaid=("written_at",)),
        "major_told": Told(unsaid=("told_at",)),
        "problem": Told(unsaid=("changed_at",)),
        "afterword": Told(unsaid=("id",)),
        "approval_request": Told("{ticket_id} approval {title}", unsaid=("asked_at",)),
        "approval_group": Told("{request_id} group {ordinal}"),
        "approval_approver": Told(),
        "approval_decision": Told("{request_id} decision of {approver_id}"),
        "change_template": Told(
            "change template {name}",
            unsaid=("written_at",),
            whether=("approved_at", "retired_at"),
        ),
        "change_plan": Told(),
        "contract_change": Told(),
        "chargeable_terms": Told(unsaid=("set_at",)),
        "estimate": Told("{ticket_id} estimate {amount}"),
        "verification": Told("{ticket_id} verification", unsaid=("code_digest",)),
        "time_entry": Told("{ticket_id} time", whether=("posted_at", "refused_at")),
        "vendor_case": Told("{ticket_id} case {number}", derived=("opening", "opening-cost")),
        "case_message": Told("{case_id} message", unsaid=("recorded_at",)),
        "inbound_mail": Told(
            "{object_id} mail",
            unsaid=("raw", "raw_sha256", "identity", "message_id", "recipient", "received_at"),
            whether=("handled_at", "decided_at", "set_aside_at"),
        ),
        "message_whole": Told(),
        "file": Told("file of {size} bytes", unsaid=("sha256", "content", "stored_at")),
        "attachment": Told("{message_id} attachment {name}", unsaid=("added_at",)),
        "provider_catalogue_item": Told("provider's item {key}"),
        "provider_catalogue_version": Told(unsaid=("made_at",)),
        "catalogue_item": Told("item {key}"),
        "catalogue_version": Told(unsaid=("made_at",)),
        "catalogue_request": Told("{ticket_id} request", unsaid=("made_at",)),
        "task_template": Told("task template {key}"),
        "task": Told("{ticket_id} task {position}", whether=("decided_at",)),
        "recurring_ticket": Told("recurring {name}", unsaid=("made_at",)),
        "recurring_occurrence": Told(unsaid=("made_at",)),
        "site_details": Told(),
        "appointment": Told("visit of {ticket_id} at {starts_at}", unsaid=("made_at",)),
        "storage": Told(unsaid=("id",)),
        "upload": Told("file {name} that {owner_id} attaches", unsaid=("staged_at",)),
        "upload_terms": Told(),
        "draft": Told(unsaid=("saved_at",)),
        "ticket_mark": Told(unsaid=("seen_at", "snoozed_at")),
        "mail_sent": Told(
            "{ticket_id} {kind} to {person_id}",
            unsaid=("mail_id", "outgoing_id", "made_at", "expires_at"),
            whether=("bounced_at",),
        ),
        "mail_refused": Told("refusal of {address}", unsaid=("since",)),
        "mail_domain": Told(
            "mail domain {domain}", unsaid=("token", "asked_at"), whether=("verified_at",)
        ),
        "mail_alias": Told("mail alias {address}", unsaid=("made_at",)),
        "mailbox": Told(
            "mailbox {address}",
            unsaid=("secret_sealed", "poll_at", "polled_at", "last_error", "made_at"),
        ),
        "mailbox_seen": Told(unsaid=("stored_at",)),
        "mail_sender": Told(),
        "mail_name": Told(),
        "triage_mail": Told(
            "mail in triage from {sender}",
            unsaid=("identity", "raw", "received_at"),
            whether=("decided_at", "delivered_at"),
        ),
        "page_gateway": Told(unsaid=("secret", "changed_at")),
        "page_number": Told(unsaid=("code_mac", "code_ends_at", "tries"), whether=("verified_at",)),
        "connector": Told(
            "connector {name}", unsaid=("secret", "made_at", "tested_at"), whether=("paused_at",)
        ),
        "connector_link": Told("{connector_id} of {ticket_id}", unsaid=("made_at", "seen_at")),
        "connector_note": Told(unsaid=("identity",)),
        "connector_watch": Told(unsaid=("due_at", "attempts", "looked_at", "last_error")),
        "channel": Told("channel {name}", unsaid=("credential", "created_at")),
        "channel_account": Told(
            "{channel_id} account {account}", unsaid=("first_heard_at",), whether=("linked_at",)
        ),
        "channel_thread": Told("{channel_id} thread {thread}", unsaid=("opened_at",)),
        "webhook": Told(
            "webhook {name}",
            unsaid=("signing_key", "former_key", "created_at"),
            whether=("former_until",),
        ),
        "phone_line": Told("line {name}", unsaid=("created_at",)),
        "phone_number": Told("number of {person_id} {number}"),
        "phone_call": Told("call from {number} at {started_at}"),
        "alert_source": Told("alert source {name}", unsaid=("created_at",)),
        "alert_matter": Told("{source_id} {ticket_id} alerts", unsaid=("opened_at",)),
        "alert": Told(
            "{source_id} alert {fingerprint}", unsaid=("first_heard_at", "last_heard_at", "points")
        ),
        "hook_delivery": Told(
            "delivery to {owner_id}",
            unsaid=("identity", "body", "received_at", "tries"),
            whether=("handled_at",),
        ),
        "hook_secret": Told(
            "secret of {owner_id}", unsaid=("signing_key", "created_at"), whether=("ends_at",)
        ),
        "standing": Told(),
        "clock": Told("{ticket_id} {metric} {holder} {number}"),
        "clock_event": Told(unsaid=("recorded_at",)),
        "counted_ticket": Told(),
        "compliance_terms": Told(),
        "compliance_evidence": Told(unsaid=("id", "position", "body", "sha256")),
        "compliance_correction": Told(unsaid=("id", "body", "sha256")),
        "availability_evidence": Told(
            "availability {service_id} {starts_at}", unsaid=("position", "body", "sha256")
        ),
        "availability_correction": Told(unsaid=("id", "body", "sha256")),
        "exclusion": Told("exclusion of {clock_id}"),
        "objection": Told("objection about {clock_id}"),
        "entitlement": Told("credit of {period_id} under {version_id}"),
        "recovery": Told("recovery of {period_id} from {vendor_id}"),
        "escalation": Told(unsaid=("id",)),
        "provider_activation": Told(unsaid=("created_at",), whether=("spread_at",)),
        "activation_run": Told(
            "{version_id} for open tickets", unsaid=("created_at",), whether=("finished_at",)
        ),
        "activation_ticket": Told(whether=("switched_at",)),
        "what_if_run": Told(
            "{version_id} what if {asked_at}",
            unsaid=("inputs_hash", "progress"),
            whether=("finished_at",),
        ),
        "what_if_change": Told(),
        "timer": Told(unsaid=("id", *TRIED), whether=("parked_at",)),
        "outgoing": Told(
            unsaid=("id", "payload", "created_at", *TRIED),
            whether=("sent_at", "withdrawn_at", "parked_at"),
        ),
        "invoice": Told(
            "invoice from {period_start}",
            unsaid=("inputs_hash", "stored_before", "drafted_at", "cut"),
            whether=("finalised_at",),
        ),
        "buyer": Told("buyer from {starts_on}", unsaid=("set_at",)),
        "credit_note": Told(
            "credit note of {invoice_id}", unsaid=("proposed_at",), whether=("decided_at",)
        ),
        "letterhead": Told(unsaid=("pinned_at", "shown")),
        "block": Told("block {name} from {starts}", unsaid=("sold_at",)),
        "payment": Told("payment of {invoice_id}", unsaid=("recorded_at",)),
        "receivable": Told(),
        "tier_cost": Told(unsaid=("id", "set_at")),
        "recovered": Told(unsaid=("recorded_at",)),
        "invoice_run": Told(
            "invoice run over {month}",
            unsaid=("started_at", "leased_until", "reached"),
            whether=("finished_at",),
        ),
        "invoice_run_client": Told(unsaid=("id", "done_at")),
        "debit_note": Told(
            "debit note of {entitlement_id}", unsaid=("proposed_at",), whether=("decided_at",)
        ),
        "payment_dispute": Told("dispute of {invoice_id}", unsaid=("changed_at",)),
        "card_dunning": Told("declined card for {invoice_id}", unsaid=("changed_at",)),
        "stripe_look": Told("look at {id}", unsaid=("asked_at",)),
        "payment_difference": Told(
            "difference of {kind} {external_id}: {what}",
            unsaid=("found_at",),
            whether=("explained_at", "closed_at"),
        ),
        "reconciliation": Told(
            "comparison with {provider}",
            unsaid=("since", "until", "started_at"),
            whether=("ended_at",),
        ),
        "card_schedule": Told(unsaid=("set_at",)),
        "billing_terms": Told(unsaid=("set_at",)),
        "dunning_schedule": Told(unsaid=("id", "set_at")),
        "reminder": Told("reminder {level} about {invoice_id}", unsaid=("sent_at",)),
        "line_question": Told(
            "question about line {ordinal} of {invoice_id}",
            unsaid=("asked_at",),
            whether=("answered_at",),
        ),
        "write_off": Told(
            "write-off of {invoice_id}", unsaid=("proposed_at",), whether=("decided_at",)
        ),
        "account_standing": Told(unsaid=("changed_at",)),
        "branding": Told(unsaid=("chosen_at",)),
        "provider_event": Told(
            "{provider} says {type} {event_id}",
            unsaid=("body", "received_at", "attempts", "due_at"),
            whether=("decided_at",),
        ),
        "bank_account": Told("bank account {name}", unsaid=("opened_at",)),
        "bank_statement": Told("statement of {account_id}", unsaid=("sha256", "imported_at")),
        "bank_entry": Told(
            "bank entry {booked_on} {amount}", unsaid=("entry_key",), whether=("resolved_at",)
        ),
        "bank_allocation": Told(
            "allocation of {entry_id}", unsaid=("made_at",), whether=("undone_at",)
        ),
        "client_balance": Told(),
        "balance_move": Told(unsaid=("id", "moved_at")),
        "payback": Told("pay-back of {amount}", unsaid=("proposed_at",), whether=("decided_at",)),
        "known_payer": Told(unsaid=("id", "learned_at")),
        "collecting": Told("collecting", unsaid=("customer", "payment_method", "set_at")),
        "payment_page": Told(unsaid=("url", "opened_at")),
        "stripe_push": Told(
            "push of {kind} {number} {ordinal}",
            unsaid=("stripe_id", "trouble", "round", "begun_at"),
            whether=("ended_at", "dropped_at"),
        ),
        "stripe_step": Told(
            unsaid=("key", "generation", "attempts", "spent", "stripe_id", "key_at", "body"),
            whether=("done_at",),
        ),
        "refund": Told("refund of {payment_id}", unsaid=("proposed_at",), whether=("decided_at",)),
        "article": Told("article {category} {created_at}", unsaid=("review_on",)),
        "article_version": Told(),
        "article_file": Told("file {name} of {article_id}", unsaid=("content", "added_at")),
        "client_article": Told("client's article {category}", unsaid=("review_on", "created_at")),
        "client_article_version": Told(unsaid=("created_at",)),
        "client_article_file": Told("file {name} of {article_id}", unsaid=("added_at",)),
        "shelf_article": Told(unsaid=("published_at",)),
        "shelf_word": Told(),
        "staff_shelf_article": Told(unsaid=("published_at",)),
        "staff_shelf_word": Told(),
        "client_shelf_article": Told(unsaid=("published_at",)),
        "client_shelf_word": Told(),
        "article_opening": Told("opening of {article_id} at {opened_at}"),
        "announcement": Told(
            "{kind} of {published_from}", unsaid=("created_at", "broadcast_id", "told_at")
        ),
        "announcement_subscription": Told(unsaid=("since",)),
        "chat": Told("chat of {person_id} at {begun_at}"),
        "chat_line": Told("{chat_id} line {position}"),
        "chat_terms": Told(),
        "survey": Told(
            "survey of {ticket_id}", unsaid=("asked_at", "expires_at", "told_at", "changed_at")
        ),
        "survey_terms": Told(),
        "service_report": Told("service report {year}-{month}"),
        "service_report_recipient": Told(unsaid=("chosen_at",)),
        "service_report_sent": Told(unsaid=("sent_at",)),
        "survey_setting": Told(),
        "article_feedback": Told("feedback on {article_id} by {person_id}"),
        # after whatever an event may be about, before what is made of events
        "event": Told("{subject_id} event {position}", unsaid=("recorded_at",)),
        "delivery": Told(unsaid=("id", *TRIED), whether=("parked_at",)),
        "usage_event": Told(
            "usage {meter} {quantity} {dimensions} {happened_at}",
            id="event_id",
            unsaid=("id", "stored_at", "cut", "alike"),
        ),
        "ledger_cut": Told(unsaid=("number",)),
        "invoice_line": Told(unsaid=("shown", "shown_quantity")),
        "invoice_tax": Told(),
        "invoice_series": Told(),
        "extra_line": Told("extra line {name} of {on_day}", unsaid=("added_at",)),
        "booking": Told(unsaid=("booked_at",)),
        "credit_note_line": Told(),
        "block_draw": Told(unsaid=("id", "cut", "drawn_at")),
        "audit": Told(
            "audit entry", first="recorded_at, id", unsaid=("recorded_at", "detail_hash")
        ),
        "audit_detail": Told(unsaid=("salt",)),
        "audit_seal": Told(unsaid=("hash", "sealed_at")),
        "provider_audit": Told("provider's audit entry", unsaid=("happened_at", "detail_hash")),
        "provider_audit_detail": Told(unsaid=("salt",)),
        "kept_answer": Told(unsaid=("answer", "created_at")),
        "provider_answer": Told(unsaid=("answer", "created_at")),
        "replay_checkpoint": Told(),
        "api_token": Told(
            unsaid=("id", "token_hash", "created_at", "expires_at", "used_at"),
            whether=("revoked_at",),
        ),
        "link": Told(
            unsaid=("id", "token_hash", "created_at", "expires_at"),
            whether=("used_at", "revoked_at"),
        ),
    }
)

SILENT: Mapping[str, str] = MappingProxyType(
    {
        "client_health": "what stood when the worker looked, reckoned again from the rest",
        "client_margin": "what stood when the worker looked, reckoned again from the rest",
        "migration": "the release's own record, compared when a process starts",
        "pulse_hold": "the worker's own state, of this moment",
        "search_filled": "how far the worker has come with an index that is told itself",
        "company_export": "what was asked for at this moment, gone in days",
        "company_export_piece": "made again from the rest, gone in days",
        "company_opening": "what is being opened at this moment",
        "session": "who happens to be signed in at this moment",
    }
)
"""Tables that are not told, and why."""
