"""What the pages say, read out of the templates and modules."""

import pathlib
from collections.abc import Iterator

from babel.messages import extract

CONSOLE = pathlib.Path(__file__).parents[3] / "platform/underpin/console"
KEYWORDS = {
    **extract.DEFAULT_KEYWORDS,
    "N_": None,
}
METHODS = [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}

Message = tuple[str | None, str | tuple[str, ...]]


def said() -> Iterator[Message]:
    """Each message with its context, plurals as a tuple."""
    found = extract.extract_from_dir(
        CONSOLE, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    )
    for _, _, message, _, context in found:
        yield context, tuple(message) if isinstance(message, tuple | list) else message
