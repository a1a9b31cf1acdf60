"""Meters that others define, plan versions as drafts, and a client's terms: interval, anchor, end
and what was negotiated."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T10:15:00:000015"
VERSION = "1.38.0"
DESCRIPTION = "billing: terms"

UNITS = "('day', 'week', 'month', 'year')"

METER = """
CREATE TABLE meter (
    id uuid PRIMARY KEY,
    key text NOT NULL UNIQUE CHECK (key ~ '^[a-z][a-z0-9_]{0,39}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    body jsonb NOT NULL,
    created_by uuid,
    created_at timestamptz NOT NULL
)"""

# What is published stands: a price is changed by another version.
PLAN = (
    f"""
ALTER TABLE plan_version
    ADD COLUMN state text NOT NULL DEFAULT 'published' CHECK (state IN ('draft', 'published')),
    ADD COLUMN interval_count int NOT NULL DEFAULT 1 CHECK (interval_count > 0),
    ADD COLUMN interval_unit text NOT NULL DEFAULT 'month' CHECK (interval_unit IN {UNITS}),
    ADD COLUMN meters jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN created_by uuid,
    ADD COLUMN published_by uuid CHECK (published_by <> created_by)""",
    "CREATE UNIQUE INDEX plan_draft ON plan_version (plan_id) WHERE state = 'draft'",
    """
CREATE FUNCTION refuse_change_of_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published plan version is followed by another, never changed'
        USING ERRCODE = 'restrict_violation';
END $$""",
    """
CREATE TRIGGER plan_version_is_published BEFORE UPDATE OR DELETE ON plan_version FOR EACH ROW
WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_change_of_published()""",
)

TERMS = (
    f"""
ALTER TABLE subscription
    ADD COLUMN interval_count int NOT NULL DEFAULT 1 CHECK (interval_count > 0),
    ADD COLUMN interval_unit text NOT NULL DEFAULT 'month' CHECK (interval_unit IN {UNITS}),
    ADD COLUMN anchor date NOT NULL DEFAULT '2000-01-01',
    ADD COLUMN meters jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN agreed_by uuid,
    ADD COLUMN agreed_at timestamptz,
    ADD CONSTRAINT subscription_days CHECK (ends_on IS NULL OR ends_on > starts_on)""",
    """
CREATE TABLE negotiated_price (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    plan_name text NOT NULL,
    price_key text NOT NULL,
    price jsonb NOT NULL,
    from_day date NOT NULL,
    until_day date CHECK (until_day > from_day),
    state text NOT NULL CHECK (state IN ('proposed', 'approved', 'refused')),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by uuid CHECK (decided_by <> proposed_by),
    decided_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    CHECK ((state = 'proposed') = (decided_by IS NULL))
)""",
    "CREATE UNIQUE INDEX negotiated_once ON negotiated_price "
    "(tenant_id, plan_name, price_key, from_day) WHERE state = 'approved'",
)

# A client's finance people and admins read the terms they are on.
PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = {{table}}.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""


def statements(isolation: Isolation) -> list[str]:
    member, own = isolation.role("member"), "tenant_id = current_setting('underpin.tenant')::int"
    pays = PAYS.format(table="subscription")
    agreed = f"state = 'approved' AND {PAYS.format(table='negotiated_price')}"
    return [
        METER,
        *PLAN,
        *TERMS,
        *isolation.provider("meter"),
        *isolation.tenant("negotiated_price", member=agreed),
        f"GRANT SELECT ON subscription TO {member}",
        f"CREATE POLICY member ON subscription FOR SELECT TO {member} USING ({own} AND ({pays}))",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
