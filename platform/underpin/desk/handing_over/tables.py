"""Tickets, what was said in public, and what members see around them. Notes, time entries, vendor
cases and tiers stand in none of these."""

from __future__ import annotations

from typing import Final

from tenants.handing_over.told import table

TICKETS: Final = {
    "ticket": table(
        "id number type subject impact urgency priority state requester_id service_id site_id "
        "contract_id agreement_version_id calendar_version_id channel confidential reference "
        "raised_at touched_at resolved_at closed_at due_at merged_into po_number stage "
        "category_id wanted_at",
        withheld="live tier team_id assignee_id policy_id next_due next_metric next_warn_at "
        "breached version verdict sensitive escalated_at major_id",
    ),
    "message": table(
        "id ticket_id author_kind author_id author_name body channel happened_at",
        withheld="visibility recorded_at",
    ),
    "message_whole": table("message_id text html", key="message_id:uuid", batch=10),
    "attachment": table(
        "id ticket_id message_id name media_type size inline withheld added_at",
        withheld="file_id content_id",
    ),
    "ticket_fields": table("ticket_id audience given", key="ticket_id:uuid audience:text"),
    "client_field": table(
        "id label kind options types required searchable position made_at retired_at",
        withheld="audience made_by",
    ),
    "ticket_link": table("id ticket_id other_id kind created_at", withheld="author_id"),
    "ticket_watcher": table("ticket_id person_id", key="ticket_id:uuid person_id:uuid"),
    "afterword": table(
        "id ticket_id message_id person_id said_at answer answered_at", withheld="answered_by"
    ),
    "client_escalation": table(
        "id ticket_id person_id reason raised_at acknowledged_name acknowledged_at answer "
        "answered_at",
        withheld="written_by acknowledged_by answered_by",
    ),
    "catalogue_request": table(
        "id ticket_id item_id provider_item_id version answers made_by made_at"
    ),
    "appointment": table(
        "id ticket_id technician_name site_id place note starts_at ends_at state client_answer "
        "reason made_at",
        withheld="technician_id travel_minutes sequence made_by version technician_answer",
    ),
    "survey": table(
        "id ticket_id person_id service_id asked_at expires_at rating comment answered_at "
        "changed_at",
        withheld="agent_id revoked_by revoked_at told_at",
    ),
}
AGREED: Final = {
    "approval_request": table(
        "id ticket_id ticket_number subject title detail amount currency state asked_by_name "
        "asked_at deadline ended_at reason po_number",
        withheld="asks_client asked_by",
    ),
    "approval_group": table("id request_id ordinal side name quorum size approved"),
    "approval_approver": table(
        "request_id person_id group_id ticket_id is_open",
        withheld="side",
        key="request_id:uuid person_id:uuid",
    ),
    "approval_decision": table(
        "id request_id group_id approver_id decided_by_name decision reason source decided_at",
        withheld="side decided_by",
    ),
    "change_plan": table(
        "ticket_id kind state likelihood effect is_tested is_reversible risk plan back_out "
        "test_plan starts_at ends_at request_id began_at ended_at",
        withheld="template_id author_id reviewed_by reviewed_at version",
        key="ticket_id:uuid",
    ),
    "contract_change": table(
        "ticket_id contract_id matter wish state amount currency per quoted_text quoted_at "
        "request_id accepted_at",
        withheld="manager_id quoted_by handed_by handed_at reference version",
        key="ticket_id:uuid",
    ),
    "estimate": table(
        "id ticket_id basis minutes rate amount currency text state request_id made_at po_number",
        withheld="made_by",
    ),
}
AROUND: Final = {
    "asset": table(
        "id source external_id kind name serial vendor owner_id site_id service_id purchased_on "
        "warranty_until state attributes created_at changed_at",
        withheld="warned_for version",
    ),
    "asset_ticket": table(
        "asset_id ticket_id linked_at",
        withheld="linked_by",
        key="ticket_id:uuid asset_id:uuid",
    ),
    "remote_number": table(
        "person_id tool_id target kept_at",
        withheld="kept_by",
        key="person_id:uuid tool_id:uuid",
    ),
    "site_details": table("site_id contact phone hours directions", key="site_id:uuid"),
    "chat": table(
        "id person_id locale state ticket_id begun_at accepted_at ended_at",
        withheld="lines handed_lines offered agent_id waiting_since",
    ),
    "chat_line": table(
        "id chat_id position author author_name body said_at", withheld="author_id articles"
    ),
    "announcement": table(
        "id kind severity service_id language texts published_from published_to starts_at ends_at "
        "maintenance_id created_at withdrawn_at",
        withheld="broadcast_id author_id withdrawn_by told_at version",
    ),
    "announcement_subscription": table("person_id since", key="person_id:uuid"),
    "article_feedback": table("id article_id version person_id helpful comment given_at"),
    "article_opening": table("id person_id article_id language cause opened_at solved_at"),
    "client_shelf_article": table(
        "article_id language original version category title summary body published_at files",
        withheld="audience",
        key="article_id:uuid language:text",
        batch=50,
    ),
    "service_report": table("id year month state body made_at", withheld="made_by", batch=20),
    "service_report_recipient": table("id person_id state chosen_at", withheld="chosen_by"),
}
TABLES: Final = {**TICKETS, **AGREED, **AROUND}
LEFT_OUT: Final = {
    "catalogue_item": "how the desk is set up",
    "catalogue_version": "how the desk is set up",
    "category_hidden": "how the desk is set up",
    "client_shelf_word": "an index; its articles are told",
    "draft": "written, and not sent yet",
    "search_word": "an index; its tickets are told",
    "ticket_terms": "how the desk is set up",
    "upload": "chosen, and not sent yet",
    "upload_terms": "how the desk is set up",
}
