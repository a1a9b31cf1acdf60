"""Where everything that is set up can be found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from litestar import Request, Response, get

from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, frame
from underpin.console.views.administration import AdminLink
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import read
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
AREA: Final = "administration"


@dataclass(frozen=True, slots=True)
class Link:
    """`needs`: any one of these capabilities."""

    path: str
    icon: str
    label: str
    says: str
    needs: tuple[str, ...]


GROUPS: Final = (
    (
        N_("Clients"),
        (
            Link(
                "/administration/clients",
                "building",
                N_("Clients and their set-up"),
                N_("A new client from its domain to its first ticket; suspend and close."),
                ("tenant.create",),
            ),
        ),
    ),
    (
        N_("Our people"),
        (
            Link(
                "/administration/staff",
                "users",
                N_("Staff"),
                N_("Invite, roles and tiers, clients, absence; who left and comes back."),
                ("staff.write",),
            ),
            Link(
                "/administration/teams",
                "users-group",
                N_("Teams and rotas"),
                N_("Who belongs together, who is called this week, and where nobody is."),
                ("rota.write",),
            ),
            Link(
                "/administration/quiet-hours",
                "clock-pause",
                N_("Quiet hours"),
                N_("When nobody of us is mailed warnings."),
                ("staff.write",),
            ),
            Link(
                "/trainings",
                "certificate",
                N_("Trainings"),
                N_("Skills, and until when they are held."),
                ("rota.write",),
            ),
        ),
    ),
    (
        N_("What comes in and goes out"),
        (
            Link(
                "/administration/mailboxes",
                "mail",
                N_("Mailboxes"),
                N_("Read elsewhere and sent through; tested live."),
                ("mail.configure",),
            ),
            Link(
                "/administration/connections",
                "plug-connected",
                N_("Connections"),
                N_("Slack, Teams and programs; monitoring; webhooks that leave."),
                ("intake.read",),
            ),
            Link(
                "/connectors",
                "plug",
                N_("Connectors"),
                N_("Vendors and bug trackers that are reached by REST."),
                ("connector.read",),
            ),
            Link(
                "/administration/tokens",
                "key",
                N_("API tokens"),
                N_("Your own, with scopes, an end, and their last use."),
                ("self.token",),
            ),
        ),
    ),
    (
        N_("How tickets are worked"),
        (
            Link(
                "/administration/desks",
                "adjustments",
                N_("Desk settings"),
                N_("What holds at each client's desk, and the way back to the default."),
                ("desk.configure",),
            ),
            Link(
                "/administration/sorting",
                "category",
                N_("Categories and fields"),
                N_("How tickets are sorted, and what is asked of them."),
                ("desk.configure",),
            ),
            Link(
                "/administration/catalogue",
                "list-check",
                N_("Catalogue and tasks"),
                N_("What clients ask for by forms, and the tasks that follow."),
                ("catalogue.write",),
            ),
            Link(
                "/macros",
                "bolt",
                N_("Macros"),
                N_("Prepared texts, with what they do to a ticket."),
                ("ticket.work",),
            ),
            Link(
                "/automation",
                "robot",
                N_("Automation"),
                N_("Rules that act by themselves, and what they did."),
                ("automation.read",),
            ),
            Link(
                "/administration/approval-policies",
                "checks",
                N_("Who approves what"),
                N_("Changes, chargeable work, requests: so many of whom, by risk and amount."),
                ("change.template",),
            ),
            Link(
                "/administration/mail-wordings",
                "mail",
                N_("What mails say"),
                N_("Acknowledgements, replies, resolutions and surveys, in each language."),
                ("announcement.everywhere",),
            ),
            Link(
                "/administration/change-templates",
                "git-branch",
                N_("Change templates"),
                N_(
                    "Standard changes: approved once, by somebody else than their author, and "
                    "then planned from here."
                ),
                ("change.template",),
            ),
            Link(
                "/administration/remote-tools",
                "device-desktop",
                N_("Remote-support tools"),
                N_(
                    "What technicians open a client's machine with. Each session is logged on its "
                    "ticket, by whoever works on that ticket."
                ),
                ("intake.write",),
            ),
            Link(
                "/administration/gateways",
                "device-mobile-message",
                N_("Gateways for pages"),
                N_(
                    "How whoever is on duty is called besides by mail. Without a gateway, or where "
                    "it is paused, mail is used."
                ),
                ("connector.write",),
            ),
        ),
    ),
)


@read("intake.read", STAFF)
async def may_look(act: Act) -> None:
    """Whoever sets anything up."""


@get("/administration", **route.of(may_look, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    shell, who = frame.shell(request, area=AREA), route.principal_of(request)
    language = shell.reader.language
    found = (
        (locale.gettext(language, name), _open(links, who, language)) for name, links in GROUPS
    )
    view = views.AdministrationPage(shell, tuple((name, links) for name, links in found if links))
    return answering.page(request, "administration/index", view)


def _open(
    links: tuple[Link, ...], who: Principal, language: views.Language
) -> tuple[AdminLink, ...]:
    return tuple(
        AdminLink(
            each.path,
            each.icon,
            locale.gettext(language, each.label),
            locale.gettext(language, each.says),
        )
        for each in links
        if any(map(who.may, each.needs))
    )


HANDLERS = [show]
