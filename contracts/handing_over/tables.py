"""What was agreed, and what became of it. An OLA, a UC and a vendor stand in none of these."""

from __future__ import annotations

from typing import Final

from tenants.handing_over.told import table

AGREED: Final = {
    "contract": table(
        "id name starts_on ends_on notice_days renewal renewal_months uplift_percent uplift_on "
        "notice_given_on notice_by last_day version"
    ),
    "contract_amendment": table(
        "contract_id version what before after made_at",
        withheld="reason made_by",
        key="contract_id:uuid version:int",
    ),
    "service": table("id contract_id name starts_on ends_on"),
    "agreement": table("id contract_id service_id kind name", withheld="template_id"),
    "agreement_version": table(
        "id agreement_id number state effective_from approved_at calendar_version_id terms "
        "created_at commitment_percent accepted_by accepted_at document_sha256",
        withheld="author_id approver_id offer_of revision",
    ),
    "consent_request": table(
        "id version_id person_id asked_at revoked_at", withheld="outgoing_id asked_by revoked_by"
    ),
    "target": table(
        "version_id metric ticket_type priority allowed_us pausing_states calendar_version_id",
        withheld="warn_percents",
        key="version_id:uuid metric:text ticket_type:text priority:text",
    ),
    "calendar": table("id name"),
    "calendar_version": table(
        "id calendar_id number definition zone_data effective_from created_at public_holidays",
        withheld="note",
    ),
}
BECAME: Final = {
    "clock": table(
        "id ticket_id kind metric number ticket_type priority version_id calendar_version_id "
        "allowed_us pausing_states state epoch elapsed_us started_at running_since due_at "
        "breached_at caused_by_change withdrawn_at decided_at",
        withheld="case_id holder warn_percents breach_at next_at same_silence history memory told",
    ),
    "clock_event": table(
        "clock_id history seq kind happened_at recorded_at",
        withheld="body",
        key="clock_id:uuid history:int seq:int",
    ),
    "compliance_period": table(
        "id year month starts_at ends_at provisional_until state frozen_at counted previous_hash "
        "hash",
        withheld="frozen_by",
    ),
    "compliance_evidence": table(
        "id period_id position clock_id ticket_id service_id metric ticket_type priority "
        "version_id outcome why caused_by_change over_us decided_at body sha256"
    ),
    "compliance_correction": table(
        "id period_id clock_id number ticket_id metric priority was outcome reason noticed_at body "
        "sha256"
    ),
    "availability_evidence": table(
        "id period_id position service_id version_id starts_at ends_at service_us down_us "
        "excused_us commitment body sha256"
    ),
    "availability_correction": table(
        "id evidence_id number down_us excused_us reason noticed_at body sha256"
    ),
    "objection": table(
        "id period_id clock_id ticket_id metric wants words raised_by raised_at state answer "
        "decided_at",
        withheld="decided_by",
    ),
    "exclusion": table(
        "id clock_id ticket_id metric reason explanation maintenance_id proposed_at state "
        "decided_at answer",
        withheld="proposed_by decided_by",
    ),
    "entitlement": table(
        "id period_id version_id percent basis nature detail state due_at claim_by claimed_by "
        "claimed_at decided_at answer settled_at settled_with",
        withheld="author_id escalated_at decided_by",
    ),
    "outage": table(
        "id service_id starts_at ends_at state confirmed_at withdrawn_at withdrawn_for",
        withheld="note drafted_by drafted_at confirmed_by withdrawn_by",
    ),
    "maintenance": table(
        "id service_id starts_at ends_at note announced_at withdrawn_at",
        withheld="announced_by withdrawn_by",
    ),
}
TABLES: Final = {**AGREED, **BECAME}
LEFT_OUT: Final = {
    "compliance_terms": "how the desk is set up",
    "counted_ticket": "what a month is counted with; its evidence tells it",
    "standing": "what clocks go on from; they are told themselves",
}
