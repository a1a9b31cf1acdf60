"""Documents are made beside the event loop."""

from __future__ import annotations

import asyncio
import threading

from underpin.kernel.printing import press as presses


async def test_documents_are_made_in_two_threads_while_the_loop_goes_on() -> None:
    both, may_end = threading.Barrier(2), threading.Event()

    def press() -> bytes:
        both.wait(10)
        may_end.wait(10)
        return threading.current_thread().name.encode()

    def third() -> bytes:
        return b"after" if may_end.is_set() else b"too early"

    made = [presses.beside(each) for each in (press, press, third)]
    tasks = [asyncio.ensure_future(each) for each in made]
    await asyncio.sleep(0)
    may_end.set()
    first, second, last = await asyncio.gather(*tasks)
    assert first != second
    assert first.startswith(b"press")
    assert last == b"after"
