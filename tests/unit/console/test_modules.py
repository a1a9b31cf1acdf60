"""What the small modules add in a real browser: ticking, keys, appearance, and live parts."""

import dataclasses
import threading
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Page, expect

from tests import patience
from tests.unit.console import samples
from tests.unit.console.stage import Stage
from underpin.console import views
from underpin.console.pages import View
from underpin.console.views.clock import Level

pytestmark = pytest.mark.browser


def the_list(*rows: views.ListRow, live: str | None = None) -> tuple[str, View]:
    areas = samples.STAFF - {"calls"}  # one live part is enough
    frame = samples.shell(area="list", live=live, areas=areas)
    return "list", samples.list_page(frame, rows=rows or samples.ROWS)


def due_in(seconds: int, breach: int, level: Level = "ok") -> views.ListRow:
    at, missed = (samples.NOW + timedelta(seconds=count) for count in (seconds, breach))
    countdown = views.Countdown(level, "resolution", at, at - timedelta(seconds=60), missed)
    return dataclasses.replace(samples.ROWS[3], due=countdown)


async def reading(page: Page) -> tuple[str, str, str]:
    chip = page.locator("td .chip").first
    text = await chip.locator("time").inner_text()
    word = await chip.locator("[data-word]").text_content()
    return await chip.get_attribute("data-level") or "", text, word or ""


async def test_a_chip_ticks_through_its_levels(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    # The browser's own clock is wrong by a day; the server's time is what counts.
    wrong = samples.NOW + timedelta(days=1)
    await page.clock.install(time=wrong)
    await page.goto(shows.show("list", lambda: the_list(due_in(185, 205))))
    await page.clock.pause_at(wrong + timedelta(seconds=60))
    await page.clock.run_for(1_000)
    level, text, _ = await reading(page)
    assert level == "ok"
    assert text.startswith("2m ")
    await page.clock.run_for(75_000)
    level, text, word = await reading(page)
    assert (level, word) == ("risk", "At risk")
    assert text.endswith("s")
    await page.clock.run_for(63_000)
    assert (await reading(page))[:2] == ("risk", "due now")
    await page.clock.run_for(20_000)
    level, text, word = await reading(page)
    assert (level, word) == ("breached", "Breached")
    assert text.endswith("s over")
    assert await page.get_attribute("tr.list-row", "data-level") == "breached"
    await page.close()


async def test_what_is_due_beside_a_breach_is_left_until_it_is_over(
    chromium: Browser, shows: Stage
) -> None:
    page = await chromium.new_page()
    await page.clock.install(time=samples.NOW)
    await page.goto(shows.show("list", lambda: the_list(due_in(185, 185, "breached"))))
    await page.clock.pause_at(samples.NOW + timedelta(seconds=60))
    await page.clock.run_for(1_000)
    level, text, _ = await reading(page)
    assert level == "breached"
    assert (text[:3], text[-6:]) == ("2m ", "s left")
    await page.clock.run_for(135_000)
    level, text, word = await reading(page)
    assert (level, word) == ("breached", "Breached")
    assert text.endswith("s over")
    await page.close()


async def test_nothing_ticks_aloud(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    await page.goto(shows.show("list", the_list))
    assert await page.locator("[aria-live] .chip, .chip[role], [role=timer]").count() == 0
    await page.close()


async def test_the_keyboard_walks_the_list_and_opens(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    shows.show("tickets/HELI-311", lambda: samples.everything("en", "auto")["ticket"])
    await page.goto(shows.show("list", the_list))
    focused = "document.activeElement.closest('[data-row]')?.dataset.row"
    for key, number in (
        ("j", "ACME-1042"),
        ("j", "HELI-311"),
        ("ArrowDown", "ACME-1057"),
        ("k", "HELI-311"),
        ("k", "ACME-1042"),
        ("k", "ACME-1042"),
    ):
        await page.keyboard.press(key)
        assert await page.evaluate(focused) == number
    await page.keyboard.press("/")
    assert await page.evaluate("document.activeElement.id") == "q"
    await page.keyboard.press("j")
    assert await page.evaluate("document.activeElement.id") == "q"
    await page.locator("[data-row='HELI-311'] a").focus()
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/tickets/HELI-311")
    await page.close()


async def test_one_key_takes_the_next(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    await page.goto(shows.show("list", the_list))
    await page.keyboard.press("Control+n")
    assert shows.posted == []
    await page.keyboard.press("n")
    await expect(page.locator("h1")).to_have_text("done")
    assert [path for path, _ in shows.posted] == ["/list/next"]
    await page.close()


async def test_the_reply_key_leads_into_the_text(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    await page.goto(shows.show("ticket", lambda: samples.everything("en", "auto")["ticket"]))
    await page.keyboard.press("r")
    await expect(page.locator("#body")).to_be_focused()
    await page.keyboard.type("take rest")
    assert await page.input_value("#body") == "take rest"
    assert shows.posted == []
    await page.close()


async def test_the_appearance_changes_at_once_and_is_sent(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    await page.goto(shows.show("list", the_list))
    await page.click(".user-menu > summary")
    async with page.expect_response("**/preferences"):
        await page.select_option("#theme", "dark")
    assert await page.get_attribute("html", "data-theme") == "dark"
    path, sent = shows.posted[0]
    assert (path, sent["theme"], sent["csrf"]) == ("/preferences", "dark", "csrf-of-this-session")
    await page.keyboard.press("Escape")
    assert not await page.is_visible("#theme")
    await page.close()


async def test_a_change_appears_and_what_was_typed_stays(chromium: Browser, shows: Stage) -> None:
    frame = samples.shell(live="/live")
    shown = {"view": samples.ticket_page(frame)}
    page = await chromium.new_page()
    await page.goto(shows.show("tickets/ACME-1042", lambda: ("ticket", shown["view"])))
    await page.click("#why-sla-1 > summary")
    await page.click("#do-raise > summary")
    await page.fill("#raise-reason", "rollback tried")
    await page.evaluate("document.activeElement.setSelectionRange(3, 5)")
    later = dataclasses.replace(shown["view"].ticket, state="resolved", subject="Fixed at last")
    shown["view"] = dataclasses.replace(shown["view"], ticket=later)
    await streaming(page, shows)
    shows.tell("HELI-1")
    shows.tell("ACME-1042")
    await expect(page.locator("h1")).to_have_text("Fixed at last")
    await expect(page.locator(".ticket-head .state")).to_have_text("Resolved")
    assert await page.input_value("#raise-reason") == "rollback tried"
    assert await page.evaluate("document.activeElement.id") == "raise-reason"
    assert await page.evaluate("document.activeElement.selectionStart") == 3
    assert await page.evaluate("document.querySelector('#do-raise').open") is True
    assert await page.evaluate("document.querySelector('#why-sla-1').open") is True
    again = dataclasses.replace(shown["view"].ticket, subject="And once more")
    shown["view"] = dataclasses.replace(shown["view"], ticket=again)
    shows.tell("ACME-1042")
    await expect(page.locator("h1")).to_have_text("And once more")
    assert await page.input_value("#raise-reason") == "rollback tried"
    parts = {part for name, part in shows.asked if part}
    assert parts == {"ticket_head", "ticket_timeline", "ticket_side"}
    await page.context.close()


async def streaming(page: Page, shows: Stage, count: int = 1) -> None:
    """Wait until the browser listens."""
    for _ in range(1200):
        if len(shows.streams) == count:
            return
        await page.wait_for_timeout(50)
    pytest.fail(f"{len(shows.streams)} streams instead of {count}")


async def test_the_focus_follows_its_ticket_when_the_order_changes(
    chromium: Browser, shows: Stage
) -> None:
    shown = {"rows": samples.ROWS}
    context = await chromium.new_context()
    page = await context.new_page()
    await page.goto(shows.show("list", lambda: the_list(*shown["rows"], live="/live")))
    await page.keyboard.press("j")
    await page.keyboard.press("j")
    await streaming(page, shows)
    shown["rows"] = tuple(reversed(samples.ROWS))
    shows.tell("list")
    await expect(page.locator("[data-row]").first).to_have_attribute("data-row", "NORD-71")
    focused = "document.activeElement.closest('[data-row]').dataset.row"
    assert await page.evaluate(focused) == "HELI-311"
    await context.close()


async def test_eight_tabs_share_one_stream(chromium: Browser, shows: Stage) -> None:
    address = shows.show("list", lambda: the_list(live="/live"))
    context = await chromium.new_context()
    tabs = [await context.new_page() for _ in range(8)]
    for tab in tabs:
        await tab.goto(address)
    await streaming(tabs[-1], shows)
    before = len(shows.asked)
    shows.tell("list")
    await until_asked(tabs[0], shows, before + 8)
    assert shows.asked[before:] == [("list", "list")] * 8
    assert shows.opened == 1
    await context.close()


async def test_nobody_looks_so_nothing_streams_until_somebody_does(
    chromium: Browser, shows: Stage
) -> None:
    context = await chromium.new_context()
    page = await context.new_page()
    await page.goto(shows.show("list", lambda: the_list(live="/live")))
    await streaming(page, shows)
    await page.evaluate(HIDE, True)
    await page.wait_for_timeout(5500)
    for _ in range(300):  # a closed socket is noticed at the second write
        shows.tell("list")
        await page.wait_for_timeout(200)
        if not shows.streams:
            break
    assert shows.streams == []
    asked = await quiet(page, shows)
    await page.evaluate(HIDE, False)
    await streaming(page, shows)
    assert shows.opened == 2
    await until_asked(page, shows, asked + 1)  # what was missed meanwhile is fetched
    assert shows.asked[asked:] == [("list", "list")]
    await context.close()


async def quiet(page: Page, shows: Stage) -> int:
    """How many parts were asked for, once nothing more is asked for."""
    asked = -1
    while asked != len(shows.asked):
        asked = len(shows.asked)
        await page.wait_for_timeout(500)
    return asked


async def test_lost_updates_are_said_and_caught_up(chromium: Browser, shows: Stage) -> None:
    context = await chromium.new_context()
    page = await context.new_page()
    await page.goto(shows.show("list", lambda: the_list(live="/live")))
    await streaming(page, shows)
    stale = page.locator("[data-stale]")
    await expect(stale).to_be_hidden()
    shows.broken = True
    shows.hang_up()
    await expect(stale).to_be_visible()
    asked = len(shows.asked)
    shows.tell("list")  # to nobody
    shows.broken = False
    await expect(stale).to_be_hidden()
    await streaming(page, shows)
    await until_asked(page, shows, asked + 1)
    assert shows.asked[asked:] == [("list", "list")]
    await context.close()


async def test_what_was_told_while_a_page_was_on_its_way_is_fetched(
    chromium: Browser, shows: Stage
) -> None:
    def drawn() -> tuple[str, View]:
        if not shows.asked:
            shows.tell("list")  # after it was read, before anybody listens
        return the_list(live="/live")

    context = await chromium.new_context()
    page = await context.new_page()
    address = shows.show("list", drawn)
    await page.goto(address)
    await streaming(page, shows)
    await until_asked(page, shows, 2)
    assert shows.asked == [("list", ""), ("list", "list")]
    second = await context.new_page()
    shows.asked.clear()
    await second.goto(address)  # its tab joins the stream that is open
    await until_asked(second, shows, 3)
    assert sorted(shows.asked) == [("list", ""), ("list", "list"), ("list", "list")]
    await context.close()


async def test_what_is_told_before_a_page_has_all_its_modules_is_fetched(
    chromium: Browser, shows: Stage
) -> None:
    address = shows.show("list", lambda: the_list(live="/live"))
    frame = samples.shell(live="/live", areas=samples.MEMBER)
    elsewhere = shows.show("here", lambda: ("portal_home", samples.portal_home(frame)))
    context = await chromium.new_context()
    page = await context.new_page()
    await page.goto(elsewhere)
    await streaming(page, shows)
    shows.held["list-keys"] = threading.Event()
    second = await context.new_page()
    await second.goto(address, wait_until="commit")
    await until_asked(second, shows, 2)
    shows.tell("list")
    await second.wait_for_timeout(500)  # it is heard at once, by whoever listens
    shows.held["list-keys"].set()
    await until_asked(second, shows, 3)
    assert shows.asked == [("here", ""), ("list", ""), ("list", "list")]
    shows.tell("list")
    await until_asked(second, shows, 4)
    assert shows.asked[3:] == [("list", "list")]
    await context.close()


async def until_asked(page: Page, shows: Stage, count: int) -> None:
    for _ in range(1200):
        if len(shows.asked) >= count:
            return
        await page.wait_for_timeout(50)


async def test_a_part_that_is_refused_says_so(chromium: Browser, shows: Stage) -> None:
    context = await chromium.new_context()
    page = await context.new_page()
    await page.goto(shows.show("list", lambda: the_list(live="/live")))
    await streaming(page, shows)
    shows.shown.clear()
    shows.tell("list")
    await expect(page.locator("[data-stale]")).to_be_visible()
    assert await page.locator("tr.list-row").count() == len(samples.ROWS)
    await context.close()


HIDE = """(hidden) => {
  Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}"""


async def test_without_shared_workers_a_tab_listens_by_itself(
    chromium: Browser, shows: Stage
) -> None:
    context = await chromium.new_context()
    await context.add_init_script("delete window.SharedWorker")
    page = await context.new_page()
    await page.goto(shows.show("list", lambda: the_list(live="/live")))
    await streaming(page, shows)
    before = len(shows.asked)
    shows.tell("list")
    await until_asked(page, shows, before + 1)
    assert shows.asked[before:] == [("list", "list")]
    await context.close()


async def test_the_opened_ticket_answers_to_the_keys_and_keeps_a_draft(
    chromium: Browser, shows: Stage
) -> None:
    page = await chromium.new_page(viewport={"width": 1440, "height": 900})
    await page.goto(shows.show("list", lambda: samples.everything("en", "light")["list_split"]))
    await page.keyboard.press("n")
    await expect(page.locator("#body")).to_be_focused()
    assert await page.is_checked("#composer [value=internal]")
    await page.keyboard.type("Rolled back.")
    await expect(page.locator("[data-draft-says]")).to_be_visible()
    base = "/api/v1/tickets/ACME-1042"
    assert (f"{base}/drafts/internal", '{"body":"Rolled back."}') in shows.told
    assert f"{base}/seen" in {path for path, _ in shows.told}
    await page.keyboard.press("Escape")
    await page.keyboard.press("a")
    await expect(page.locator("#assign-person")).to_be_focused()
    await page.keyboard.press("Escape")
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_be_visible()
    await page.close()


async def test_what_was_typed_last_is_kept_and_sent_by_a_key(
    chromium: Browser, shows: Stage
) -> None:
    page = await chromium.new_page(viewport={"width": 1440, "height": 900})
    address = shows.show("list", lambda: samples.everything("en", "light")["list_split"])
    kept = ("/api/v1/tickets/ACME-1042/drafts/public", '{"body":"Left at once"}')
    await page.goto(address)
    await page.keyboard.press("r")
    await expect(page.locator("#body")).to_be_focused()
    await page.keyboard.type("Left at once")
    await page.goto(f"{address}?again")
    for _ in range(100):  # it is sent while the page is left
        if kept in shows.told:
            break
        await page.wait_for_timeout(50)
    assert kept in shows.told
    await page.keyboard.press("r")
    await expect(page.locator("#body")).to_be_focused()
    await page.context.set_offline(True)
    await page.keyboard.type("Cut off")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("[data-toasts]")).to_contain_text("Nothing was sent")
    assert shows.posted == []
    await page.context.set_offline(False)
    await page.keyboard.press("Control+Enter")
    await expect(page.locator("h1")).to_have_text("done")
    [(path, sent)] = shows.posted
    assert (path, sent["body"]) == ("/tickets/ACME-1042/messages", "Cut off")
    await page.close()


async def test_what_is_being_written_is_kept_when_another_form_is_sent(
    chromium: Browser, shows: Stage
) -> None:
    page = await chromium.new_page(viewport={"width": 1440, "height": 900})
    address = shows.show("list", lambda: samples.everything("en", "light")["list_split"])
    kept = ("/api/v1/tickets/ACME-1042/drafts/public", '{"body":"Half a sentence"}')
    await page.goto(address)
    await page.keyboard.press("r")
    await expect(page.locator("#body")).to_be_focused()
    await page.keyboard.type("Half a sentence")
    await page.click('form[action$="/claim"] button')
    await expect(page.locator("h1")).to_have_text("done")
    for _ in range(100):
        if kept in shows.told:
            break
        await page.wait_for_timeout(50)
    assert kept in shows.told
    await page.close()


async def test_single_keys_answer_where_one_looks_and_can_be_switched_off(
    chromium: Browser, shows: Stage
) -> None:
    context = await chromium.new_context(viewport={"width": 1440, "height": 900})
    page = await context.new_page()
    address = shows.show("list", lambda: samples.everything("en", "light")["list_split"])
    await page.goto(address)
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_be_visible()
    await page.keyboard.press("t")  # what lies behind the window does not answer
    await page.uncheck("#single-keys")
    await page.keyboard.press("Escape")
    await expect(page.locator("#keys")).to_be_hidden()
    await page.keyboard.press("?")
    await page.keyboard.press("t")
    await page.wait_for_timeout(200)
    await expect(page.locator("#keys")).to_be_hidden()
    assert shows.posted == []
    again = await context.new_page()
    await again.goto(address)
    await again.click('[popovertarget="keys"]')
    await again.check("#single-keys")
    await again.keyboard.press("Escape")
    await again.keyboard.press("r")
    await expect(again.locator("#body")).to_be_focused()
    await context.close()


async def test_ticked_rows_are_counted_and_offered_together(
    chromium: Browser, shows: Stage
) -> None:
    page = await chromium.new_page(viewport={"width": 1440, "height": 900})
    await page.goto(shows.show("list", lambda: samples.everything("en", "light")["list_worked"]))
    await expect(page.locator("#bulk")).to_be_hidden()
    await page.keyboard.press("Escape")
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    await page.keyboard.press("j")
    await page.keyboard.press("x")
    await expect(page.locator("#bulk")).to_be_visible()
    await expect(page.locator("[data-ticked]")).to_have_text("2")
    await page.locator("#bulk button[type=reset]").click()
    await expect(page.locator("#bulk")).to_be_hidden()
    await page.close()


async def test_the_palette_does_to_the_ticket_what_its_words_say(
    chromium: Browser, shows: Stage
) -> None:
    page = await chromium.new_page()
    shows.show("palette", lambda: samples.everything("en", "light")["palette"])
    await page.goto(shows.show("ticket", lambda: samples.everything("en", "light")["ticket"]))
    await page.keyboard.press("Control+k")
    await page.keyboard.type("snoo")
    doing = page.locator("#palette [role=option]").first
    await expect(doing).to_have_text("Snooze")
    await expect(doing).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("Enter")
    await expect(page.locator("#do-snooze button[value=hour]")).to_be_focused()
    await expect(page.locator("#palette")).to_be_hidden()
    await page.close()


async def test_the_palette_is_used_by_keys_alone(chromium: Browser, shows: Stage) -> None:
    page = await chromium.new_page()
    shows.show("palette", lambda: samples.everything("en", "light")["palette"])
    shows.show("clients", lambda: samples.everything("en", "light")["clients"])
    await page.goto(shows.show("list", the_list))
    await page.keyboard.press("Control+k")
    field = page.locator("#palette [role=combobox]")
    await expect(field).to_be_focused()
    first = page.locator("#palette [role=option]").first
    await expect(first).to_have_attribute("aria-selected", "true")
    assert await field.get_attribute("aria-activedescendant") == "goal-1-1"
    await page.keyboard.press("Escape")
    await expect(field).to_be_hidden()
    async with page.expect_response("**/palette*"):
        await page.keyboard.press("Control+k")
    await patience.until(page, "!document.querySelector('.htmx-request, .htmx-settling')")
    await expect(first).to_have_attribute("aria-selected", "true")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/clients")
    await page.close()


ENDS_A_WORD = """field => field.dispatchEvent(new KeyboardEvent(
  "keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true }))"""


async def test_enter_that_ends_a_chinese_word_chooses_nothing(
    chromium: Browser, shows: Stage
) -> None:
    page = await chromium.new_page()
    shows.show("palette", lambda: samples.everything("en", "light")["palette"])
    shows.show("list", lambda: samples.everything("en", "light")["list_split"])
    names = "/api/v1/tickets/ACME-1042/colleagues"
    await page.goto(f"{shows.url}/list")
    await page.keyboard.press("Control+k")
    field = page.locator("#palette [role=combobox]")
    await expect(page.locator("#palette [role=option]").first).to_be_visible()
    assert await field.evaluate(ENDS_A_WORD)  # nobody took it
    assert page.url == f"{shows.url}/list"
    await page.keyboard.press("Escape")
    answer = {"status": 200, "json": [{"name": "张伟"}, {"name": "张敏"}]}
    await page.route(f"**{names}*", lambda route: route.fulfill(**answer))
    await page.click("#body")
    await page.keyboard.type("@")
    offered = page.locator("#colleagues [role=option]")
    await expect(offered).to_have_count(2)
    assert await page.locator("#body").evaluate(ENDS_A_WORD)
    await expect(offered).to_have_count(2)
    await page.keyboard.press("Enter")
    await expect(page.locator("#body")).to_have_value("@张伟 ")
    await page.close()


async def test_who_goes_at_once_goes_to_what_they_typed(chromium: Browser, shows: Stage) -> None:
    """Not to what was found for the letters before."""
    template, before = samples.everything("en", "light")["palette"]
    assert isinstance(before, views.PalettePage)
    typed = dataclasses.replace(before, groups=before.groups[1:])
    answers, answered = [typed, before], threading.Event()

    def found() -> tuple[str, View]:
        if len(answers) == 1:
            answered.wait(60)
        return template, answers.pop()

    shows.show("palette", found)
    shows.show("clients", lambda: samples.everything("en", "light")["clients"])
    page = await chromium.new_page()
    begun = await page.goto(shows.show("list", the_list))
    await page.keyboard.press("Control+k")
    first = page.locator("#palette [role=option]").first
    await expect(first).to_have_attribute("aria-selected", "true")
    async with page.expect_request("**/palette?q=cli"):
        await page.keyboard.type("cli")
        await page.keyboard.press("Enter")
    assert begun is not None and page.url == begun.url
    answered.set()
    await page.wait_for_url("**/clients")
    await page.close()


async def test_whoever_moved_while_more_was_found_stays_there(
    chromium: Browser, shows: Stage
) -> None:
    shown, answered = samples.everything("en", "light")["palette"], threading.Event()

    def found() -> tuple[str, View]:
        answered.wait(60)
        return shown

    shows.show("palette", lambda: shown)
    page = await chromium.new_page()
    await page.goto(shows.show("list", the_list))
    await page.keyboard.press("Control+k")
    last = page.locator("#palette [role=option]").last
    await expect(last).to_have_attribute("aria-selected", "false")
    await page.keyboard.press("Escape")
    shows.show("palette", found)
    async with page.expect_response("**/palette*"):
        await page.keyboard.press("Control+k")
        await page.keyboard.press("ArrowDown")
        await expect(last).to_have_attribute("aria-selected", "true")
        answered.set()
    await patience.until(page, "!document.querySelector('.htmx-request, .htmx-settling')")
    await expect(last).to_have_attribute("aria-selected", "true")
    await page.close()
