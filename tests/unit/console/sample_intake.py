"""Mailboxes, connections and tokens, for previews and tests."""

from datetime import timedelta
from uuid import UUID

from tests.unit.console.sample_administration import ID, NOW
from underpin.console import areas_of_rights, views
from underpin.console.pages import View
from underpin.console.views import administration_intake as shown
from underpin.console.views import administration_trail as trails
from underpin.desk.channels import webhook

OTHER = UUID(int=7)
CLIENTS = (("ACME", "ACME"), ("HELI", "HELI"))
HOOK = shown.WebhookLine(
    *(ID, "Their ERP", "https://erp.acme.example/hook", ("ticket.raised",), True, False),
)
SOURCE = shown.SourceLine(ID, "Zabbix in hall 3", "zabbix", False)
BOX = {
    "address": "",
    "kind": "imap",
    "imap_host": "",
    "imap_port": "993",
    "security": "tls",
    "username": "",
    "folder": "INBOX",
    "done_folder": "",
    "smtp_host": "",
    "smtp_port": "",
    "token_url": "",
    "oauth_client": "",
    "oauth_scope": "",
    "authserv_id": "",
    "client": "",
}


def pages(staff) -> dict[str, tuple[str, View]]:  # type: ignore[no-untyped-def]
    frame = staff("administration")
    boxes = (
        shown.MailboxRow(ID, "help@acme.example", "ACME", "imap.acme.example", True, NOW, "", True),
        shown.MailboxRow(
            *(OTHER, "desk@northgate.example", "", "imap.example", True, NOW),
            *("OutboundFailed: it refused the password", False),
        ),
        shown.MailboxRow(UUID(int=9), "old@acme.example", "", "imap.test", False, None, "", False),
    )
    connections = views.ConnectionsPage(
        *(frame, "ACME", CLIENTS),
        (
            shown.ChannelLine(ID, "Support room", "slack", False),
            shown.ChannelLine(OTHER, "Their ERP", "webhook", True),
        ),
        *((HOOK,), (SOURCE,)),
        (shown.DeliveryLine(ID, NOW, "channel", "account U1 is nobody's"),),
        (("1", "Warehouse network"),),
        (("2", "Anna Kowalczyk · anna@acme.example"),),
        (("slack", "Slack"), ("teams", "Microsoft Teams")),
        ("auto", "mapping", "zabbix"),
        webhook.FOR_STAFF,
        True,
        once=shown.Secrets("Support room", "https://desk.example/hooks/x", "alerts@x", "k3y"),
        tested=str(ID),
        said="Slack: channel_not_found",
        problem="name: 1 to 200 characters.",
    )
    told = (
        shown.ToldLine(ID, "ticket.raised", "sent", 1, "", NOW),
        shown.ToldLine(OTHER, "test", "set_aside", 12, "503 from erp.acme.example", NOW),
    )
    source = views.SourcePage(
        *(frame, "ACME", SOURCE, "", '{"alerts": []}', True, "zabbix"),
        (shown.TriedAlert("Disk full on db1", True, "critical", "db1/disk"),),
        2,
        ("alert 3: nothing stands at /id",),
    )
    rights = areas_of_rights.by_area(("report.read", "ticket.read"), frame.reader.language)
    tokens = views.TokensPage(
        frame,
        (shown.TokenRow(ID, "Export", 1, rights[1:], "ACME", NOW, NOW + timedelta(9), None),),
        CLIENTS,
        rights,
        {"name": "", "client": "", "days": "90", "scope": "chosen"},
        tuple(areas_of_rights.USUAL.items()),
        frozenset({"report.read"}),
        "underpin_api_0192f0c1",
    )
    nobody = views.ConnectionsPage(
        *(frame, "", CLIENTS, (), (), (), (), (), (), (), (), (), False),
    )
    trail = views.TrailPage(
        *(staff("audit"), "ACME", CLIENTS),
        (
            trails.TrailLine(
                *(None, NOW, "Ada Byron", "staff", "page", "desk.tickets.working.take", "ACME-7"),
                (("number", "7"),),
                False,
                "Taken",
            ),
            trails.TrailLine(2, NOW, "", "worker", "mail", "desk.mail", "", (), True),
        ),
        trails.TrailVerdict(False, 2, "0" * 64, 1, 0, 1, False),
        *("2", "f" * 64, "/audit?client=ACME&before=x", "/audit?client=ACME"),
    )
    return {
        "trail": ("administration/trail", trail),
        "mailboxes": (
            "administration/mailboxes",
            views.MailboxesPage(frame, boxes, CLIENTS, BOX, "North <desk>"),
        ),
        "connections": ("administration/connections", connections),
        "connections_none": ("administration/connections", nobody),
        "webhook": ("administration/webhook", views.WebhookPage(frame, "ACME", HOOK, told, True)),
        "source": ("administration/source", source),
        "tokens": ("administration/tokens", tokens),
    }
