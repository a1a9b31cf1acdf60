"""What a client agreed to pay, was asked for, and paid; what it cost the provider is in none."""

from __future__ import annotations

from typing import Final

from tenants.handing_over.told import table

TERMS: Final = {
    "buyer": table("id starts_on details set_at"),
    "subscription": table(
        "id plan_version_id plan_name plan_number currency prices tax_treatment tax_percent "
        "starts_on ends_on payment_days interval_count interval_unit anchor meters agreed_at "
        "earlier_end",
        withheld="agreed_by",
    ),
    "withdrawn_term": table(
        "id plan_name plan_number currency starts_on agreed_at withdrawn_at",
        withheld="agreed_by reason withdrawn_by",
        key="id:uuid withdrawn_at:timestamptz",
    ),
    "negotiated_price": table(
        "id plan_name price_key price from_day until_day state proposed_at decided_at",
        withheld="reason proposed_by decided_by",
    ),
    "seat_list": table("id from_day number people confirmed_by confirmed_at"),
    "block": table(
        "id name unit size remaining starts expires group_key roll_over rolled_from line_id "
        "sold_at",
        withheld="sold_by",
    ),
    "block_draw": table(
        "id block_id quantity period_start invoice_id drawn_at", withheld="key_hash key cut"
    ),
}
PAPERS: Final = {
    "invoice": table(
        "id subscription_id period_start period_end state currency net tax gross plan number "
        "issued_on due_on finalised_at prepaid",
        withheld="inputs_hash stored_before drafted_at cut finalised_by reviewed_by reviewed_at "
        "reviewed_hash",
    ),
    "invoice_line": table(
        "invoice_id ordinal description unit shown_quantity net tax_rate tax_code period_start "
        "shown",
        withheld="quantity body",
        key="invoice_id:uuid ordinal:int",
    ),
    "invoice_tax": table(
        "invoice_id code percent base tax wording exemption",
        key="invoice_id:uuid code:text percent:numeric",
    ),
    "credit_note": table(
        "id invoice_id state is_correction reason number net tax gross issued_on entitlement_id "
        "purpose",
        withheld="proposed_by proposed_at decided_by decided_at refusal cut",
    ),
    "credit_note_line": table("credit_note_id ordinal net", key="credit_note_id:uuid ordinal:int"),
    "debit_note": table(
        "id entitlement_id state number currency amount reason month issued_on",
        withheld="proposed_by proposed_at decided_by decided_at refusal",
    ),
    "letterhead": table("id kind invoice_id shown", withheld="body pinned_at"),
    "line_question": table(
        "id invoice_id ordinal words state asked_by asked_at answer answered_at credit_note_id",
        withheld="answered_by",
    ),
}
PAID: Final = {
    "receivable": table("id currency gross credited paid questioned written_off due_on is_open"),
    "reminder": table("id invoice_id level amount sent_at", withheld="fee_line_id mailed"),
    "payment": table(
        "id invoice_id method amount received_on reference recorded_at reverses",
        withheld="recorded_by external_id",
    ),
    "payment_dispute": table(
        "id invoice_id amount status reason opened_at respond_by is_over changed_at",
        withheld="external_id",
    ),
    "client_balance": table("currency amount", key="currency:text"),
    "balance_move": table("id currency amount kind about_id moved_at", withheld="moved_by"),
    "collecting": table("id method card set_at", withheld="customer payment_method set_by"),
}
TABLES: Final = {**TERMS, **PAPERS, **PAID}
LEFT_OUT: Final = {"payment_page": "an address at which to pay, of no use later"}
