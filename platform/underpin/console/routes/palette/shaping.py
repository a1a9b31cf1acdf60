"""From what was meant to where it leads. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from tenants.company import Company
from underpin.console import locale, navigation, views
from underpin.console.locale import N_
from underpin.console.routes.administration import index
from underpin.console.routes.palette.gathering import Meant
from underpin.console.routes.shaping.knowing import written
from underpin.console.views.shell import Language, Reader
from underpin.desk.knowledge.finding import Found
from underpin.desk.search.hits import Hit
from underpin.kernel.principal import Principal

TICKETS, CLIENTS, PAGES = N_("Tickets"), N_("Clients"), N_("Pages")
ARTICLES = N_("Articles")
# What one may want to do, besides going to an area: path, icon, words, and a capability.
DOINGS = (
    ("/tickets/new", "plus", N_("New ticket"), "ticket.raise"),
    ("/list?assignee=me", "user", N_("My tickets"), "ticket.read"),
    ("/list?assignee=none", "user-off", N_("Unassigned tickets"), "ticket.read"),
    ("/list?breached=true", "flame", N_("Breached tickets"), "ticket.read"),
    ("/list?split=1", "layout-columns", N_("Split view"), "ticket.read"),
    ("/settings", "settings", N_("Your settings"), "self.settings"),
    ("/me/calling", "phone-call", N_("How I am called"), "rota.read"),
)


def groups(reader: Reader, who: Principal, words: str, found: Meant) -> tuple[views.Goals, ...]:
    """In the order of the window; empty ones are left out."""
    said = reader.language
    made = (
        (TICKETS, tuple(map(_ticket, found.tickets))),
        (CLIENTS, tuple(_client(each, who) for each in found.clients)),
        (ARTICLES, tuple(map(_article, found.articles))),
        (PAGES, tuple(_pages(reader, who, words.strip().casefold()))),
    )
    return tuple(views.Goals(locale.gettext(said, title), goals) for title, goals in made if goals)


def _ticket(hit: Hit) -> views.Goal:
    subject = "".join(part.text for part in hit.subject)
    return views.Goal(f"/tickets/{hit.name}", "ticket", subject, f"{hit.name} · {hit.client}")


def _client(each: Company, who: Principal) -> views.Goal:
    signed = who.may("contract.read")
    path = f"/clients/{each.slug}/contract" if signed else f"/list?client={each.key}"
    return views.Goal(path, "building", each.name, each.key)


def _article(found: Found) -> views.Goal:
    title = "".join(part.text for part in found.title)
    return views.Goal(f"/articles/{written.OURS}/{found.id}", "book", title)


def _administration(who: Principal, said: Language, sought: str) -> Iterator[views.Goal]:
    """What is set up, by its name alone: all of it would push aside what is near."""
    links = (each for _, group in index.GROUPS for each in group)
    for each in links if sought else ():
        label = locale.gettext(said, each.label)
        if any(map(who.may, each.needs)) and sought in label.casefold():
            yield views.Goal(each.path, each.icon, label)


def _pages(reader: Reader, who: Principal, sought: str) -> Iterator[views.Goal]:
    said: Language = reader.language
    for entry in navigation.STAFF:
        label = locale.gettext(said, entry.label)
        if entry.name in reader.areas and sought in label.casefold():
            yield views.Goal(entry.path, entry.icon, label)
    for path, icon, words, capability in DOINGS:
        label = locale.gettext(said, words)
        if who.may(capability) and sought in label.casefold():
            yield views.Goal(path, icon, label)
    yield from _administration(who, said, sought)
