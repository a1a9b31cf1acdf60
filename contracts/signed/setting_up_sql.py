"""The statements of setting up: each leaves alone what stands already under its id."""

CALENDAR = (
    "INSERT INTO calendar (tenant_id, id, name) VALUES ($1, $2, $3) "
    "ON CONFLICT (tenant_id, id) DO NOTHING"
)
HOURS = """
INSERT INTO calendar_version (tenant_id, calendar_id, id, number, definition, zone_data,
                              effective_from, created_at)
VALUES ($1, $2, $3, 1, $4::text::jsonb, $5, $6, $6) ON CONFLICT (tenant_id, id) DO NOTHING
"""
CONTRACT = """
INSERT INTO contract (tenant_id, id, name, starts_on, ends_on, notice_days, renewal,
                      uplift_percent, uplift_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (tenant_id, id) DO NOTHING
"""
SERVICE = (
    "INSERT INTO service (tenant_id, id, contract_id, name) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (tenant_id, id) DO NOTHING"
)
COVERAGE = (
    "INSERT INTO coverage (tenant_id, service_id, vendor_id, agreement_id) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_id, service_id, vendor_id) DO NOTHING"
)
SLA = (
    "INSERT INTO agreement (tenant_id, id, contract_id, service_id, kind, name) "
    "VALUES ($1, $2, $3, $4, 'SLA', $5) ON CONFLICT (tenant_id, id) DO NOTHING"
)
SLA_VERSION = """
INSERT INTO agreement_version (tenant_id, id, agreement_id, number, state, effective_from,
    author_id, approver_id, approved_at, calendar_version_id, terms, created_at,
    commitment_percent, accepted_by, accepted_at, document_sha256)
VALUES ($1, $2, $3, 1, 'active', $4, $5, $6, $7, $8, $9::text::jsonb, $7, $10, $11,
        CASE WHEN $11::uuid IS NOT NULL THEN $7::timestamptz END, $12)
ON CONFLICT (tenant_id, id) DO NOTHING
"""
TARGET = """
INSERT INTO target (tenant_id, version_id, metric, ticket_type, priority, allowed_us,
                    pausing_states, warn_percents, calendar_version_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING
"""
MADE_FROM = """
INSERT INTO template_use (tenant_id, version_id, agreement_id, template_id, template_version_id,
                          used_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, version_id) DO NOTHING
"""
TEMPLATE = "INSERT INTO template (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
TEMPLATE_VERSION = """
INSERT INTO template_version (id, template_id, number, state, body, author_id, approver_id,
                              approved_at, current_from, created_at)
VALUES ($1, $2, 1, 'current', $3::text::jsonb, $4, $5, $6, $6, $6) ON CONFLICT (id) DO NOTHING
"""
POLICY = """
INSERT INTO escalation_policy (tenant_id, id, contract_id, number, name, created_at)
VALUES ($1, $2, $3, 1, $4, $5) ON CONFLICT (tenant_id, id) DO NOTHING
"""
PROVIDER_CALENDAR = (
    "INSERT INTO provider_calendar (id, name) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
)
PROVIDER_HOURS = """
INSERT INTO provider_calendar_version (calendar_id, id, number, definition, zone_data,
                                       effective_from, created_at)
VALUES ($1, $2, 1, $3::text::jsonb, $4, $5, $5) ON CONFLICT (id) DO NOTHING
"""
VENDOR = (
    "INSERT INTO vendor (id, name, email, connector, currency, case_cost) "
    "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (id) DO NOTHING"
)
PROVIDER_AGREEMENT = (
    "INSERT INTO provider_agreement (id, kind, name, tier, vendor_id) VALUES ($1, $2, $3, $4, $5) "
    "ON CONFLICT (id) DO NOTHING"
)
PROVIDER_VERSION = """
INSERT INTO provider_agreement_version (id, agreement_id, number, state, effective_from, author_id,
    approver_id, approved_at, calendar_version_id, terms, created_at)
VALUES ($1, $2, 1, 'active', $3, $4, $5, $6, $7, $8::text::jsonb, $6)
ON CONFLICT (id) DO NOTHING
"""
PROVIDER_TARGET = """
INSERT INTO provider_target (version_id, metric, ticket_type, priority, allowed_us,
                             pausing_states, warn_percents, calendar_version_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING
"""
