"""Every page, in every language: whole, escaped, strict, and safe under the content policy."""

import dataclasses
import html.parser
import re
from collections import Counter
from collections.abc import Iterator
from typing import get_args

import jinja2
import pytest

from tests.unit.console import samples
from underpin.console import assets, locale, pages, views, words
from underpin.console.pages import View
from underpin.console.views import Language
from underpin.console.views.clock import ClockState, Level, Metric
from underpin.console.views.desk import Grade, State
from underpin.console.views.talk import EventKind, Role

Tags = list[tuple[str, dict[str, str]]]
HOSTILE = "<script>alert(1)</script>\"'><b>"
EVERYTHING = samples.everything("en", "auto")


class Reader(html.parser.HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Tags = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    handle_startendtag = handle_starttag


def tags(page: str) -> Tags:
    return Reader(page).tags


def named(page: str, *names: str) -> list[dict[str, str]]:
    return [attributes for tag, attributes in tags(page) if tag in names]


def rendered(language: Language) -> Iterator[tuple[str, str]]:
    for name, (template, view) in samples.everything(language, "dark").items():
        yield name, pages.render(template, view)


def test_every_template_has_a_sample() -> None:
    assert {template for template, _ in EVERYTHING.values()} == set(pages.TEMPLATES)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_page_renders_in_every_language(language: Language) -> None:
    for name, page in rendered(language):
        root = named(page, "html")[0]
        assert root["lang"] == language, name
        assert root["dir"] == locale.direction(language), name
        assert root["data-theme"] == "dark", name


FILES = "http://content.example/files/"


@pytest.mark.parametrize("name", EVERYTHING)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(name: str) -> None:
    page = pages.render(*EVERYTHING[name])
    for tag, attributes in tags(page):
        assert tag != "style"
        assert not [key for key in attributes if key == "style" or key.startswith("on")]
        for key in ("src", "href", "action", "formaction"):
            target = attributes.get(key, "/")
            if tag == "a" and target.startswith(FILES):
                continue  # handed out there as an attachment, never shown
            assert target.startswith(("/", "#", "mailto:", "otpauth:")), target
            assert not target.startswith("//"), target
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_asset_it_names_exists(name: str) -> None:
    page = pages.render(*EVERYTHING[name])
    named_assets = set(re.findall(r'"/assets/([\w.-]+)', page))
    assert named_assets
    assert [asset for asset in named_assets if assets.answer(asset, "") is None] == []


@pytest.mark.parametrize("name", EVERYTHING)
def test_every_form_that_changes_something_is_guarded(name: str) -> None:
    page = pages.render(*EVERYTHING[name])
    forms = re.findall(r"<form\b.*?</form>", page, re.DOTALL)
    for form in forms:
        fields = {field.get("name"): field.get("value") for field in named(form, "input")}
        method = named(form, "form")[0]["method"]
        if method == "post":
            assert fields["csrf"] == "csrf-of-this-session"
            assert fields["idempotency_key"] == "0192f0c1-key"
        else:
            assert "csrf" not in fields
            assert named(form, "form")[0]["action"].startswith("/")


@pytest.mark.parametrize("name", EVERYTHING)
def test_names_are_single_and_labels_lead_somewhere(name: str) -> None:
    page = pages.render(*EVERYTHING[name])
    ids = Counter(attributes["id"] for _, attributes in tags(page) if "id" in attributes)
    assert [key for key, count in ids.items() if count > 1] == []
    for _, attributes in tags(page):
        for key in ("for", "aria-labelledby", "aria-describedby"):
            for target in attributes.get(key, "").split():
                assert target in ids, (key, target)
    assert "content" in ids


# Parts that somebody asks for, rather than that change.
ASKED_FOR = (
    *("problem", "peek", "palette", "macro_picker", "article_picker"),
    *("report_run", "invoice_run", "picture", "ticket_alike"),
)


@pytest.mark.parametrize("name", EVERYTHING)
def test_what_changes_by_itself_can_be_asked_for_alone(name: str) -> None:
    template, view = EVERYTHING[name]
    page = pages.render(template, view)
    for _, attributes in tags(page):
        part = attributes.get("data-fragment")
        if part and part not in ASKED_FOR:
            assert attributes["data-live"]
            if attributes["hx-get"] and not pages.has_fragment(part, view):
                continue  # of a ticket that stands beside the list
            assert pages.has_fragment(part, view)
            assert squeezed(pages.fragment(part, view)) in squeezed(page)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_every_fragment_belongs_to_a_page() -> None:
    found = set()
    for template, view in EVERYTHING.values():
        found |= set(re.findall(r'data-fragment="(\w+)"', pages.render(template, view)))
    assert found | {"problem"} == set(pages.FRAGMENTS)


def test_a_problem_can_be_shown_inside_a_page() -> None:
    _, view = EVERYTHING["problem_409"]
    part = pages.fragment("problem", view)
    assert named(part, "div")[0]["role"] == "alert"
    assert "This changed in the meantime" in part
    assert "<html" not in part


def test_another_pages_view_is_refused() -> None:
    _, view = EVERYTHING["portal_ticket"]
    with pytest.raises(TypeError, match=r"ticket\.html is written for TicketPage"):
        pages.render("ticket", view)
    with pytest.raises(TypeError):
        pages.fragment("ticket_side", view)
    assert not pages.has_fragment("ticket_side", view)
    assert not pages.has_fragment("../../ticket", view)
    with pytest.raises(KeyError):
        pages.render("nowhere", view)


def test_what_is_missing_is_an_error_and_not_a_gap() -> None:
    template = pages.environment().from_string("{{ view.nothing }}")
    with pytest.raises(jinja2.UndefinedError):
        template.render(view=EVERYTHING["list"][1])


def hostile(value: object) -> object:
    """The same value with every free text in it turned against the page."""
    if isinstance(value, tuple):
        return tuple(hostile(item) for item in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    free = {
        "subject", "client", "assignee", "author", "body", "actor", "reason", "label",
        "requester", "shared", "title", "agreement", "calendar", "vendor", "error", "what",
        "detail", "says", "name", "email", "draft", "typed", "kept", "theirs", "yours", "brand",
        "company", "handler", "service", "notice", "text", "problem", "suggestion", "holder",
    }  # fmt: skip
    changes = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        evil = isinstance(old, str) and field.name in free and not isinstance(value, Coded)
        changes[field.name] = HOSTILE if evil else hostile(old)
    return dataclasses.replace(value, **changes)


Coded = views.ListFilters


@pytest.mark.parametrize("name", EVERYTHING)
def test_typed_text_never_becomes_markup(name: str) -> None:
    template, view = EVERYTHING[name]
    turned = hostile(view)
    assert isinstance(turned, pages.TEMPLATES[template])
    page = pages.render(template, turned)  # type: ignore[arg-type]
    assert "<script>alert" not in page
    assert "alert(1)" in page
    assert Counter(tag for tag, _ in tags(page))["b"] == 0
    assert not [key for _, attributes in tags(page) for key in attributes if "<" in key]


@pytest.mark.parametrize("name", ["portal_ticket", "portal_home", "vendor"])
def test_what_is_for_staff_is_not_even_in_the_value(name: str) -> None:
    _, view = EVERYTHING[name]
    fields = {field.name for field in dataclasses.fields(view)}  # type: ignore[arg-type]
    assert fields.isdisjoint({"inner_clocks", "escalations", "assignees", "next_tier"})


def test_the_clients_pages_know_no_word_of_the_staffs() -> None:
    for name in ("portal_ticket", "portal_home"):
        page = pages.render(*EVERYTHING[name])
        # a client's own escalation is theirs; the policy's steps are not
        for word in ("Internal note", "Staff only", "Hold", "Bluewave", 'class="steps"', "OLA"):
            assert word not in page
    assert "Bluewave" in pages.render(*EVERYTHING["ticket"])


def test_what_the_client_cannot_see_is_marked_for_staff() -> None:
    page = pages.render(*EVERYTHING["ticket"])
    block = page[page.index("hidden-from-client") :]
    assert "Staff only" in block
    assert "Bluewave" in block
    note = page[page.index('id="message-4"') - 80 :]
    assert "internal" in note[:80]
    assert "Internal note" in note[:1200]


def test_only_allowed_actions_are_offered() -> None:
    frame = samples.shell()
    page = pages.render("ticket", samples.ticket_page(frame, actions=frozenset({"take"})))
    assert "/tickets/ACME-1042/claim" in page
    for gone in ("messages", "assignment", "tier", "wait", "resolution", "closure", "reopening"):
        assert f"/tickets/ACME-1042/{gone}" not in page


def test_a_persona_sees_only_its_areas() -> None:
    page = pages.render("list", samples.list_page(samples.shell(areas=frozenset({"list"}))))
    assert 'href="/set-aside"' not in page
    assert 'href="/clients"' not in page


def test_times_are_exact_for_machines_and_short_for_people() -> None:
    page = pages.render(*EVERYTHING["ticket"])
    times = named(page, "time")
    assert times
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", time["datetime"]) for time in times)
    assert any("contract&#39;s time" in time["title"] or "EST" in time["title"] for time in times)


def test_a_countdown_carries_its_instants() -> None:
    page = pages.render(*EVERYTHING["list"])
    chips = [a for _, a in tags(page) if "chip" in a.get("class", "").split()]
    breached = chips[0]
    assert breached["data-level"] == "breached"
    assert breached["data-breach"] == breached["data-due"] == "2026-11-22T00:08:25.000Z"
    assert breached["data-warn"] == "2026-11-21T23:08:25.000Z"
    paused = next(chip for chip in chips if chip["data-level"] == "paused")
    assert "data-due" not in paused
    assert "1h 02m over" in page


def test_the_stream_is_named_only_where_there_is_one() -> None:
    quiet = pages.render("list", samples.list_page(samples.shell()))
    live = pages.render("list", samples.list_page(samples.shell(live="/live")))
    assert 'name="live"' not in quiet
    assert "/assets/live." not in quiet
    assert '<meta name="live" content="/live">' in live
    assert "/assets/live." in live


def test_every_code_has_a_word() -> None:
    for category, codes in (
        ("metric", get_args(Metric)),
        ("state", get_args(State)),
        ("portal_state", get_args(State)),
        ("clock_state", get_args(ClockState)),
        ("level", get_args(Level)),
        ("role", get_args(Role)),
        ("grade", get_args(Grade)),
    ):
        assert set(codes) == set(words.CATEGORIES[category])
    with pytest.raises(KeyError):
        words.word("unheard-of", "state", "en")


def test_a_category_is_said_in_one_table_alone() -> None:
    with pytest.raises(ValueError, match="metric"):
        words.joined(words.CATEGORIES, {"metric": {}})
    corrected = {"undecided", "uncounted"}
    assert corrected <= words.CATEGORIES["outcome"].keys(), "a correction may come to these"


def test_every_kind_of_event_has_a_sentence() -> None:
    for kind in get_args(EventKind):
        coded = {"state": "open", "approval": "approved", "change": "done"}
        after = coded.get(kind, "resolution")
        before = "new" if kind == "state" else ""
        event = views.Event(kind, samples.NOW, "Marta", before, after, notable=True)
        page = pages.render("ticket", samples.ticket_page(samples.shell(), timeline=(event,)))
        text = re.search(r'class="event-text">(.*?)</span>', page, re.DOTALL)
        assert text
        assert len(squeezed(re.sub("<[^>]+>", "", text[1]))) > 8, kind


def test_a_state_in_the_timeline_reads_from_the_clients_side() -> None:
    event = views.Event("state", samples.NOW, "Marta", "open", "waiting_client", notable=True)
    view: View = samples.portal_ticket(samples.shell(), timeline=(event,))
    assert "Waiting for you" in pages.render("portal_ticket", view)
