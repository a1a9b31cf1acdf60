"""An article as plain text in a letter."""

from __future__ import annotations

from underpin.desk.knowledge import letters

ARTICLE = """# Printing

Look at [the page](https://x.example/a) or https://y.example.

1. Off
2. On
   - **wait**

| a | b |
|---|---|
| 1 | 2 |

```
lpr -l
```
"""


def test_lists_tables_and_links_stay_readable() -> None:
    assert letters.plain(ARTICLE).splitlines() == [
        "Printing",
        "",
        "Look at the page (https://x.example/a) or https://y.example.",
        "1. Off",
        "2. On",
        "  - wait",
        "",
        "a | b",
        "1 | 2",
        "",
        "lpr -l",
    ]
