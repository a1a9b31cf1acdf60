"""How soon what one person does is seen by another, by the clock of the browsers' machine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from playwright.async_api import Page

from tests import patience

SECOND = 1000.0
LOADS = 3
"""Of the same page, meanwhile: where one takes longer than a third of a second the machine is busy
with something else."""
WATCH = """([selector, text]) => {
  window.noticed = 0;
  const isThere = () => document.querySelector(selector)?.textContent.includes(text);
  const watch = new MutationObserver(() => {
    if (isThere()) { window.noticed = Date.now(); watch.disconnect(); }
  });
  watch.observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


async def milliseconds(
    seen: Page, selector: str, text: str, act: Callable[[], Awaitable[object]]
) -> float:
    """From the beginning of `act`, elsewhere, to `text` in the part of the page that is seen. The
    page is watched, not asked: nothing it would have to be reloaded for is noticed."""
    await seen.evaluate(WATCH, [selector, text])
    began: float = await seen.evaluate("Date.now()")
    await act()
    await patience.until(seen, "window.noticed > 0")
    noticed: float = await seen.evaluate("window.noticed")
    return noticed - began


async def limit(seen: Page) -> float:
    """Milliseconds in which it should have been seen there: a second, or on a machine that is busy
    with something else some loads of the same page."""
    await seen.reload()
    took: float = await seen.evaluate("performance.getEntriesByType('navigation')[0].duration")
    return max(SECOND, LOADS * took)
