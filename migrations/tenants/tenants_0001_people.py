"""People of both sides, how they sign in, and the audit trail."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T03:00:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "tenants: people, sign-in, audit"

MEMBER_ROLES = "'requester', 'approver', 'client_admin', 'finance', 'it_partner'"
STAFF_ROLES = "'agent', 'service_lead', 'account_manager', 'finance', 'auditor', 'provider_admin'"

TABLES = (
    """
CREATE TABLE site (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    time_zone text NOT NULL,
    address text,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
)""",
    """
CREATE TABLE person (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    email text NOT NULL CHECK (email = lower(email)),
    site_id uuid,
    state text NOT NULL CHECK (state IN ('invited', 'active', 'deactivated', 'erased')),
    locale text NOT NULL,
    time_zone text NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, email),
    FOREIGN KEY (tenant_id, site_id) REFERENCES site (tenant_id, id)
)""",
    f"""
CREATE TABLE member_role (
    tenant_id int NOT NULL,
    person_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ({MEMBER_ROLES})),
    PRIMARY KEY (tenant_id, person_id, role),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    """
CREATE TABLE member_grant (
    tenant_id int NOT NULL,
    person_id uuid NOT NULL,
    reach text NOT NULL CHECK (reach IN ('company', 'site')),
    granted_by uuid NOT NULL,
    granted_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person_id, reach),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    """
CREATE TABLE credential (
    tenant_id int NOT NULL,
    person_id uuid NOT NULL,
    password_hash text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    """
CREATE TABLE staff (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    email text NOT NULL UNIQUE CHECK (email = lower(email)),
    tier int CHECK (tier BETWEEN 1 AND 3),
    state text NOT NULL CHECK (state IN ('invited', 'active', 'deactivated')),
    locale text NOT NULL,
    time_zone text NOT NULL,
    created_at timestamptz NOT NULL
)""",
    f"""
CREATE TABLE staff_role (
    staff_id uuid NOT NULL REFERENCES staff (id),
    role text NOT NULL CHECK (role IN ({STAFF_ROLES})),
    PRIMARY KEY (staff_id, role)
)""",
    """
CREATE TABLE staff_credential (
    staff_id uuid PRIMARY KEY REFERENCES staff (id),
    password_hash text NOT NULL,
    totp_sealed bytea,
    totp_confirmed_at timestamptz,
    totp_last_step bigint,
    changed_at timestamptz NOT NULL
)""",
    """
CREATE TABLE team (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    tier int CHECK (tier BETWEEN 1 AND 3)
)""",
    """
CREATE TABLE team_member (
    team_id uuid NOT NULL REFERENCES team (id),
    staff_id uuid NOT NULL REFERENCES staff (id),
    PRIMARY KEY (team_id, staff_id)
)""",
    """
CREATE TABLE account (
    tenant_id int NOT NULL REFERENCES tenant (id),
    manager_id uuid NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, manager_id)
)""",
    """
CREATE TABLE session (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    audience text NOT NULL CHECK (audience IN ('staff', 'member')),
    tenant_id int REFERENCES tenant (id),
    person_id uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    idle_seconds int NOT NULL,
    ends_at timestamptz NOT NULL,
    CHECK ((audience = 'member') = (tenant_id IS NOT NULL))
)""",
    """
CREATE TABLE api_token (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    audience text NOT NULL CHECK (audience IN ('staff', 'member')),
    tenant_id int REFERENCES tenant (id),
    person_id uuid NOT NULL,
    name text NOT NULL,
    capabilities text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
)""",
    """
CREATE TABLE link (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    purpose text NOT NULL CHECK (purpose IN ('invitation', 'reset', 'vendor')),
    audience text NOT NULL CHECK (audience IN ('staff', 'member', 'vendor')),
    tenant_id int REFERENCES tenant (id),
    object_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
)""",
    """
CREATE TABLE audit (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    source text NOT NULL,
    verb text NOT NULL,
    subject text NOT NULL,
    detail_hash bytea NOT NULL,
    PRIMARY KEY (tenant_id, id)
)""",
    """
CREATE TABLE audit_detail (
    tenant_id int NOT NULL,
    audit_id uuid NOT NULL,
    salt bytea NOT NULL,
    detail jsonb NOT NULL,
    PRIMARY KEY (tenant_id, audit_id),
    FOREIGN KEY (tenant_id, audit_id) REFERENCES audit (tenant_id, id)
)""",
    """
CREATE TABLE audit_seal (
    tenant_id int NOT NULL,
    position bigint NOT NULL CHECK (position > 0),
    audit_id uuid NOT NULL,
    hash bytea NOT NULL,
    sealed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, position),
    UNIQUE (tenant_id, audit_id),
    FOREIGN KEY (tenant_id, audit_id) REFERENCES audit (tenant_id, id)
)""",
    """
CREATE TABLE provider_audit (
    id uuid PRIMARY KEY,
    happened_at timestamptz NOT NULL,
    actor_kind text NOT NULL,
    actor_id uuid,
    source text NOT NULL,
    verb text NOT NULL,
    subject text NOT NULL,
    detail_hash bytea NOT NULL
)""",
    """
CREATE TABLE provider_audit_detail (
    audit_id uuid PRIMARY KEY REFERENCES provider_audit (id),
    salt bytea NOT NULL,
    detail jsonb NOT NULL
)""",
    "ALTER TABLE assignment ADD FOREIGN KEY (staff_id) REFERENCES staff (id)",
    "CREATE INDEX session_person ON session (person_id)",
    "CREATE INDEX link_object ON link (object_id)",
    "CREATE INDEX assignment_tenant ON assignment (tenant_id)",
    "CREATE INDEX team_member_staff ON team_member (staff_id)",
)

HEAD = "LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

# What the door may ask: one thing by one exact key. Time is the transaction's own here, because
# no tenant is known yet and a session lives in real time.
DOOR = (
    f"""
CREATE FUNCTION door_session(token bytea) RETURNS TABLE (
    session_id uuid, audience text, person_id uuid, roles text[], name text, tier int,
    locale text, time_zone text, tenant_ids int[], tenant_keys text[]
) VOLATILE {HEAD} $$
    WITH live AS (
        SELECT s.* FROM public.session s
        WHERE s.token_hash = token AND s.ends_at > transaction_timestamp()
          AND s.seen_at + s.idle_seconds * interval '1 second' > transaction_timestamp()
    ), seen AS (
        UPDATE public.session s SET seen_at = transaction_timestamp() FROM live l
        WHERE s.id = l.id AND l.seen_at < transaction_timestamp() - interval '1 minute'
    )
    SELECT l.id, l.audience, p.id,
           ARRAY(SELECT r.role FROM public.member_role r
                 WHERE r.tenant_id = p.tenant_id AND r.person_id = p.id ORDER BY 1),
           p.name, NULL::int, p.locale, p.time_zone, ARRAY[t.id], ARRAY[t.key]
    FROM live l
    JOIN public.person p ON p.tenant_id = l.tenant_id AND p.id = l.person_id
    JOIN public.tenant t ON t.id = l.tenant_id
    WHERE l.audience = 'member' AND p.state = 'active' AND t.state = 'active'
    UNION ALL
    SELECT l.id, l.audience, f.id,
           ARRAY(SELECT r.role FROM public.staff_role r WHERE r.staff_id = f.id ORDER BY 1),
           f.name, f.tier, f.locale, f.time_zone,
           ARRAY(SELECT a.tenant_id FROM public.assignment a WHERE a.staff_id = f.id ORDER BY 1),
           ARRAY(SELECT t.key FROM public.assignment a JOIN public.tenant t ON t.id = a.tenant_id
                 WHERE a.staff_id = f.id ORDER BY a.tenant_id)
    FROM live l JOIN public.staff f ON f.id = l.person_id
    WHERE l.audience = 'staff' AND f.state = 'active'
$$""",
    f"""
CREATE FUNCTION door_api_token(token bytea) RETURNS TABLE (
    token_id uuid, audience text, person_id uuid, roles text[], capabilities text[], name text,
    tier int, locale text, time_zone text, tenant_ids int[], tenant_keys text[]
) VOLATILE {HEAD} $$
    WITH live AS (
        SELECT k.* FROM public.api_token k
        WHERE k.token_hash = token AND k.expires_at > transaction_timestamp()
          AND k.revoked_at IS NULL
    ), used AS (
        UPDATE public.api_token k SET used_at = transaction_timestamp() FROM live l
        WHERE k.id = l.id
          AND coalesce(l.used_at, '-infinity') < transaction_timestamp() - interval '1 minute'
    )
    SELECT l.id, l.audience, p.id,
           ARRAY(SELECT r.role FROM public.member_role r
                 WHERE r.tenant_id = p.tenant_id AND r.person_id = p.id ORDER BY 1),
           l.capabilities, p.name, NULL::int, p.locale, p.time_zone, ARRAY[t.id], ARRAY[t.key]
    FROM live l
    JOIN public.person p ON p.tenant_id = l.tenant_id AND p.id = l.person_id
    JOIN public.tenant t ON t.id = l.tenant_id
    WHERE l.audience = 'member' AND p.state = 'active' AND t.state = 'active'
    UNION ALL
    SELECT l.id, l.audience, f.id,
           ARRAY(SELECT r.role FROM public.staff_role r WHERE r.staff_id = f.id ORDER BY 1),
           l.capabilities, f.name, f.tier, f.locale, f.time_zone,
           ARRAY(SELECT a.tenant_id FROM public.assignment a
                 WHERE a.staff_id = f.id AND coalesce(l.tenant_id, a.tenant_id) = a.tenant_id
                 ORDER BY 1),
           ARRAY(SELECT t.key FROM public.assignment a JOIN public.tenant t ON t.id = a.tenant_id
                 WHERE a.staff_id = f.id AND coalesce(l.tenant_id, a.tenant_id) = a.tenant_id
                 ORDER BY a.tenant_id)
    FROM live l JOIN public.staff f ON f.id = l.person_id
    WHERE l.audience = 'staff' AND f.state = 'active'
$$""",
    f"""
CREATE FUNCTION door_member(tenant_slug text, address text)
RETURNS TABLE (tenant_id int, person_id uuid) STABLE {HEAD} $$
    SELECT p.tenant_id, p.id FROM public.tenant t
    JOIN public.person p ON p.tenant_id = t.id AND p.email = lower(address)
    WHERE t.slug = tenant_slug AND t.state = 'active' AND p.state = 'active'
$$""",
    f"""
CREATE FUNCTION door_staff(address text) RETURNS TABLE (staff_id uuid) STABLE {HEAD} $$
    SELECT f.id FROM public.staff f WHERE f.email = lower(address) AND f.state = 'active'
$$""",
    f"""
CREATE FUNCTION door_link(token bytea) RETURNS TABLE (
    link_id uuid, purpose text, audience text, tenant_id int, tenant_key text, object_id uuid,
    expires_at timestamptz
) STABLE {HEAD} $$
    SELECT l.id, l.purpose, l.audience, l.tenant_id, t.key, l.object_id, l.expires_at
    FROM public.link l LEFT JOIN public.tenant t ON t.id = l.tenant_id
    WHERE l.token_hash = token AND l.expires_at > transaction_timestamp()
      AND l.revoked_at IS NULL AND (l.used_at IS NULL OR l.purpose = 'vendor')
$$""",
)

# Writes to the door's tables, offered to the scopes in which a person was just proven. A scope
# keeps its own only: a client's work the client's members and cases, the provider's its staff.
KEEPS_FOR = """
CREATE FUNCTION keeps_for(audience text, tenant_id int) RETURNS void LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    scoped int := nullif(current_setting('underpin.tenant', true), '')::int;
BEGIN
    IF (audience = 'staff') IS DISTINCT FROM (scoped IS NULL)
       OR (scoped IS NOT NULL AND tenant_id IS DISTINCT FROM scoped) THEN
        RAISE insufficient_privilege USING MESSAGE = 'this scope keeps no such thing';
    END IF;
END $$"""
SCOPED = "nullif(current_setting('underpin.tenant', true), '')::int"

KEEPER = (
    KEEPS_FOR,
    f"""
CREATE FUNCTION open_session(
    id uuid, token bytea, audience text, tenant_id int, person_id uuid, idle_seconds int,
    lives interval
) RETURNS void VOLATILE {HEAD} $$
    SELECT public.keeps_for($3, $4);
    DELETE FROM public.session s WHERE s.audience = $3 AND s.person_id = $5
        AND (s.ends_at <= transaction_timestamp()
             OR s.seen_at + s.idle_seconds * interval '1 second' <= transaction_timestamp());
    INSERT INTO public.session VALUES (id, token, audience, tenant_id, person_id,
        transaction_timestamp(), transaction_timestamp(), idle_seconds,
        transaction_timestamp() + lives)
$$""",
    f"""
CREATE FUNCTION end_session(token bytea) RETURNS void VOLATILE {HEAD} $$
    DELETE FROM public.session s WHERE s.token_hash = token
$$""",
    f"""
CREATE FUNCTION end_sessions_of(of_audience text, of_person uuid) RETURNS void VOLATILE {HEAD} $$
    SELECT public.keeps_for($1, {SCOPED});
    DELETE FROM public.session s WHERE s.audience = of_audience AND s.person_id = of_person
        AND s.tenant_id IS NOT DISTINCT FROM {SCOPED}
$$""",
    f"""
CREATE FUNCTION issue_api_token(
    id uuid, token bytea, audience text, tenant_id int, person_id uuid, name text,
    capabilities text[], lives interval
) RETURNS void VOLATILE {HEAD} $$
    SELECT public.keeps_for($3, $4);
    INSERT INTO public.api_token VALUES (id, token, audience, tenant_id, person_id, name,
        capabilities, transaction_timestamp(), transaction_timestamp() + lives, NULL, NULL)
$$""",
    f"""
CREATE FUNCTION revoke_api_token(token_id uuid, of_person uuid) RETURNS boolean VOLATILE {HEAD} $$
    WITH revoked AS (
        UPDATE public.api_token k SET revoked_at = transaction_timestamp()
        WHERE k.id = token_id AND k.person_id = of_person AND k.revoked_at IS NULL
          AND CASE WHEN {SCOPED} IS NULL THEN k.audience = 'staff'
                   ELSE k.audience = 'member' AND k.tenant_id = {SCOPED} END
        RETURNING 1
    ) SELECT EXISTS (SELECT FROM revoked)
$$""",
    f"""
CREATE FUNCTION issue_link(
    id uuid, token bytea, purpose text, audience text, tenant_id int, object_id uuid,
    lives interval
) RETURNS void VOLATILE {HEAD} $$
    SELECT public.keeps_for($4, $5);
    INSERT INTO public.link VALUES (id, token, purpose, audience, tenant_id, object_id,
        transaction_timestamp(), transaction_timestamp() + lives, NULL, NULL)
$$""",
    f"""
CREATE FUNCTION use_link(link_id uuid) RETURNS boolean VOLATILE {HEAD} $$
    WITH used AS (
        UPDATE public.link l SET used_at = transaction_timestamp()
        WHERE l.id = link_id AND l.used_at IS NULL AND l.revoked_at IS NULL
          AND l.expires_at > transaction_timestamp()
          AND l.tenant_id IS NOT DISTINCT FROM {SCOPED}
        RETURNING 1
    ) SELECT EXISTS (SELECT FROM used)
$$""",
    f"""
CREATE FUNCTION revoke_links(of_purpose text, of_object uuid) RETURNS void VOLATILE {HEAD} $$
    UPDATE public.link l SET revoked_at = transaction_timestamp()
    WHERE l.purpose = of_purpose AND l.object_id = of_object AND l.revoked_at IS NULL
      AND l.tenant_id IS NOT DISTINCT FROM {SCOPED}
$$""",
)

OWN = f"person_id = {PERSON}"
SELF = (
    f"id = {PERSON} OR EXISTS (SELECT FROM member_grant g WHERE g.tenant_id = person.tenant_id "
    f"AND g.person_id = {PERSON} AND g.reach = 'company')"
)


def _isolated(isolation: Isolation) -> list[str]:
    return [
        *isolation.tenant("site", member="true"),
        *isolation.tenant("person", member=SELF),
        *isolation.tenant("member_role", member=OWN),
        *isolation.tenant("member_grant", member=OWN),
        *isolation.tenant("credential", staff=False),
        *isolation.tenant("account"),
        *isolation.tenant("audit", work=APPEND),
        *isolation.tenant("audit_detail", work="SELECT, INSERT, DELETE"),
        *isolation.tenant("audit_seal", work=APPEND),
        *isolation.provider("staff"),
        *isolation.provider("staff_role"),
        *isolation.provider("staff_credential", staff=False, work=False),
        *isolation.provider("team"),
        *isolation.provider("team_member"),
        *isolation.provider("provider_audit", write=APPEND, staff=False, work=False),
        *isolation.provider(
            "provider_audit_detail", write="SELECT, INSERT, DELETE", staff=False, work=False
        ),
        *isolation.door("session"),
        *isolation.door("api_token"),
        *isolation.door("link"),
    ]


def _callable(isolation: Isolation) -> list[str]:
    opened = "uuid, bytea, text, int, uuid, int, interval"
    issued = "uuid, bytea, text, int, uuid, text, text[], interval"
    return [
        *isolation.definer("door_session(bytea)", "door"),
        *isolation.definer("door_api_token(bytea)", "door"),
        *isolation.definer("door_member(text, text)", "door"),
        *isolation.definer("door_staff(text)", "door"),
        *isolation.definer("door_link(bytea)", "door"),
        *isolation.definer(f"open_session({opened})", "work", "provider"),
        *isolation.definer("end_session(bytea)", "door", "work", "provider"),
        *isolation.definer("end_sessions_of(text, uuid)", "work", "provider"),
        *isolation.definer(f"issue_api_token({issued})", "work", "provider"),
        *isolation.definer("revoke_api_token(uuid, uuid)", "work", "provider"),
        *isolation.definer(
            "issue_link(uuid, bytea, text, text, int, uuid, interval)", "work", "provider"
        ),
        *isolation.definer("use_link(uuid)", "work", "provider"),
        *isolation.definer("revoke_links(text, uuid)", "work", "provider"),
    ]


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *_isolated(isolation), *DOOR, *KEEPER, *_callable(isolation)]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
