"""Mail of every client: where it belongs, what came in and waits, what was sent, and mailboxes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:21:00:000021"
VERSION = "1.38.0"
DESCRIPTION = "desk: mail"

# What is told of a mail beside its bytes; a mail to a vendor's case has none of it.
ARRIVED = (
    "ALTER TABLE inbound_mail ADD COLUMN identity bytea, ADD COLUMN message_id text, "
    "ADD COLUMN sender text, ADD COLUMN sender_name text, ADD COLUMN subject text, "
    "ADD COLUMN authserv_id text, ADD COLUMN verified_by text "
    "CHECK (verified_by IN ('address', 'dmarc')), ADD COLUMN ticket_id uuid, "
    "ADD COLUMN posted_id uuid, ADD COLUMN waits_for text "
    "CHECK (waits_for IN ('acceptance', 'requester')), ADD COLUMN suggested text, "
    "ADD COLUMN decided_by uuid, ADD COLUMN decided_at timestamptz, "
    "ADD COLUMN set_aside_at timestamptz",
    "ALTER TABLE inbound_mail ADD FOREIGN KEY (tenant_id, ticket_id) "
    "REFERENCES ticket (tenant_id, id)",
    "CREATE UNIQUE INDEX inbound_mail_identity ON inbound_mail (tenant_id, identity) "
    "WHERE identity IS NOT NULL",
    "CREATE INDEX inbound_mail_message_id ON inbound_mail (tenant_id, message_id) "
    "WHERE message_id IS NOT NULL",
    "CREATE INDEX inbound_mail_ticket ON inbound_mail (tenant_id, ticket_id) "
    "WHERE ticket_id IS NOT NULL",
    "CREATE INDEX inbound_mail_waits ON inbound_mail (received_at, tenant_id, id) "
    "WHERE waits_for IS NOT NULL",
    "CREATE INDEX inbound_mail_set_aside ON inbound_mail (set_aside_at, tenant_id) "
    "WHERE set_aside_at IS NOT NULL",
    "CREATE INDEX person_email ON person (email)",
)

SAID = (
    """
CREATE TABLE message_whole (
    tenant_id int NOT NULL,
    message_id uuid NOT NULL,
    text text NOT NULL,
    html text,
    PRIMARY KEY (tenant_id, message_id),
    FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id)
)""",
    """
CREATE TABLE attachment (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid NOT NULL,
    file_id uuid,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    media_type text NOT NULL,
    size int NOT NULL CHECK (size >= 0),
    inline boolean NOT NULL,
    content_id text,
    withheld text CHECK (withheld IN ('type', 'size', 'count')),
    added_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES file (tenant_id, id),
    CHECK ((file_id IS NULL) = (withheld IS NOT NULL))
)""",
    "CREATE INDEX attachment_ticket ON attachment (tenant_id, ticket_id)",
    "CREATE INDEX attachment_message ON attachment (tenant_id, message_id)",
)

LEFT = (
    """
CREATE TABLE mail_sent (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid,
    kind text NOT NULL CHECK (kind IN ('acknowledgement', 'reply', 'notice')),
    person_id uuid NOT NULL,
    address text NOT NULL,
    mail_id text NOT NULL,
    outgoing_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    bounced_at timestamptz,
    bounce_status text,
    bounce_reason text,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    "CREATE INDEX mail_sent_ticket ON mail_sent (tenant_id, ticket_id, made_at)",
    "CREATE INDEX mail_sent_mail_id ON mail_sent (tenant_id, mail_id)",
    "CREATE INDEX mail_sent_address ON mail_sent (tenant_id, address, made_at)",
    """
CREATE TABLE mail_refused (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    address text NOT NULL,
    status text NOT NULL,
    reason text NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, address)
)""",
)

NAMES = (
    """
CREATE TABLE mail_domain (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    domain text NOT NULL CHECK (domain = lower(domain)),
    token text NOT NULL,
    asked_by uuid,
    asked_at timestamptz NOT NULL,
    verified_how text CHECK (verified_how IN ('dns', 'staff')),
    verified_by uuid,
    verified_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, domain)
)""",
    """
CREATE TABLE mail_alias (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    address text NOT NULL CHECK (address = lower(address)),
    made_by uuid,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, address)
)""",
    """
CREATE TABLE mail_sender (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    address text NOT NULL,
    mailbox_id uuid
)""",
    """
CREATE TABLE mail_name (
    name text PRIMARY KEY,
    tenant_id int NOT NULL REFERENCES tenant (id)
)""",
)

PROVIDERS = (
    """
CREATE TABLE triage_mail (
    id uuid PRIMARY KEY,
    identity bytea NOT NULL UNIQUE,
    sender text,
    sender_name text,
    subject text NOT NULL,
    envelope_from text NOT NULL,
    recipients text NOT NULL,
    authserv_id text,
    raw bytea NOT NULL,
    reason text NOT NULL,
    received_at timestamptz NOT NULL,
    decision text CHECK (decision IN ('assigned', 'discarded', 'ignored')),
    decided_by uuid REFERENCES staff (id),
    decided_at timestamptz,
    decided_reason text,
    assigned_to int REFERENCES tenant (id),
    delivered_at timestamptz,
    CHECK ((assigned_to IS NOT NULL) = (decision IS NOT DISTINCT FROM 'assigned'))
)""",
    "CREATE INDEX triage_mail_waiting ON triage_mail (received_at, id) WHERE decision IS NULL",
    "CREATE INDEX triage_mail_undelivered ON triage_mail (id) "
    "WHERE assigned_to IS NOT NULL AND delivered_at IS NULL",
    """
CREATE TABLE mailbox (
    id uuid PRIMARY KEY,
    client_id int REFERENCES tenant (id),
    address text NOT NULL UNIQUE CHECK (address = lower(address)),
    kind text NOT NULL CHECK (kind IN ('imap', 'microsoft', 'google')),
    imap_host text NOT NULL,
    imap_port int NOT NULL CHECK (imap_port BETWEEN 1 AND 65535),
    smtp_host text,
    smtp_port int CHECK (smtp_port BETWEEN 1 AND 65535),
    security text NOT NULL CHECK (security IN ('tls', 'starttls', 'none')),
    username text NOT NULL,
    secret_sealed bytea NOT NULL,
    token_url text,
    oauth_client text,
    oauth_scope text,
    authserv_id text,
    folder text NOT NULL,
    done_folder text,
    state text NOT NULL CHECK (state IN ('on', 'off')),
    every_seconds int NOT NULL CHECK (every_seconds BETWEEN 15 AND 86400),
    poll_at timestamptz NOT NULL,
    polled_at timestamptz,
    last_error text,
    made_by uuid,
    made_at timestamptz NOT NULL
)""",
    "CREATE INDEX mailbox_poll ON mailbox (poll_at) WHERE state = 'on'",
    """
CREATE TABLE mailbox_seen (
    mailbox_id uuid NOT NULL REFERENCES mailbox (id) ON DELETE CASCADE,
    validity bigint NOT NULL,
    uid bigint NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (mailbox_id, validity, uid)
)""",
)

# All but its secret.
MAILBOX_TOLD = (
    "id, client_id, address, kind, imap_host, imap_port, smtp_host, smtp_port, security, username, "
    "token_url, oauth_client, oauth_scope, authserv_id, folder, done_folder, state, every_seconds, "
    "poll_at, polled_at, last_error, made_at"
)

HEAD = "LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"
SCOPED = "nullif(current_setting('underpin.tenant', true), '')::int"

# One thing by one exact key each: an address that is a client's, a company's own name at our
# domain, a person's address (two companies are enough to know that it is not one's alone), a
# domain that was verified.
ROUTE = f"""
CREATE FUNCTION door_mail_route(address text, slug text, sender text, domain text)
RETURNS TABLE (rule text, tenant_id int) STABLE {HEAD} $$
    SELECT 'address', t.id FROM public.mail_name n JOIN public.tenant t ON t.id = n.tenant_id
    WHERE n.name = 'address:' || $1 AND t.state = 'active'
    UNION
    SELECT 'address', t.id FROM public.tenant t WHERE t.slug = $2 AND t.state = 'active'
    UNION
    (SELECT 'person', p.tenant_id FROM public.person p JOIN public.tenant t ON t.id = p.tenant_id
     WHERE p.email = $3 AND p.state = 'active' AND t.state = 'active'
     ORDER BY p.tenant_id LIMIT 2)
    UNION
    SELECT 'domain', t.id FROM public.mail_name n JOIN public.tenant t ON t.id = n.tenant_id
    WHERE n.name = 'domain:' || $4 AND t.state = 'active'
$$"""
CLAIM = f"""
CREATE FUNCTION claim_mail_name(wanted text) RETURNS boolean VOLATILE {HEAD} $$
    INSERT INTO public.mail_name (name, tenant_id) VALUES ($1, {SCOPED})
    ON CONFLICT (name) DO NOTHING;
    SELECT EXISTS (SELECT FROM public.mail_name n WHERE n.name = $1 AND n.tenant_id = {SCOPED})
       AND NOT EXISTS (SELECT FROM public.tenant t
                       WHERE $1 = 'address:' || t.slug || substring($1 FROM '@.*$')
                         AND t.id <> {SCOPED})
$$"""
RELEASE = f"""
CREATE FUNCTION release_mail_name(given text) RETURNS boolean VOLATILE {HEAD} $$
    WITH gone AS (
        DELETE FROM public.mail_name n WHERE n.name = $1 AND n.tenant_id = {SCOPED} RETURNING 1
    ) SELECT EXISTS (SELECT FROM gone)
$$"""


def of_visible_message(table: str) -> str:
    """The row belongs to a message which the member's own policy shows."""
    return (
        f"EXISTS (SELECT FROM message m WHERE m.tenant_id = {table}.tenant_id "
        f"AND m.id = {table}.message_id)"
    )


def statements(isolation: Isolation) -> list[str]:
    return [
        *ARRIVED,
        *SAID,
        *LEFT,
        *NAMES,
        *PROVIDERS,
        *isolation.tenant("message_whole", member=of_visible_message("message_whole")),
        *isolation.tenant("attachment", member=of_visible_message("attachment")),
        *isolation.tenant("mail_sent"),
        *isolation.tenant("mail_refused"),
        *isolation.tenant("mail_domain"),
        *isolation.tenant("mail_alias"),
        *isolation.tenant("mail_sender"),
        *isolation.door("mail_name"),
        *isolation.provider("triage_mail", work=False),
        *isolation.provider("mailbox", staff=False, work=False),
        f"GRANT SELECT ({MAILBOX_TOLD}) ON mailbox TO {isolation.role('staff')}",
        *isolation.provider("mailbox_seen", staff=False, work=False),
        ROUTE,
        CLAIM,
        RELEASE,
        *isolation.definer("door_mail_route(text, text, text, text)", "door"),
        *isolation.definer("claim_mail_name(text)", "work"),
        *isolation.definer("release_mail_name(text)", "work"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
