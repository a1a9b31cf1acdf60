"""What the pages say, read out of the templates and modules, and what they are refused.

`python -m tests.unit.console.messages` brings the catalogues up to date: new messages arrive
untranslated, unused ones leave, translations stay as they are.
"""

import functools
import io
import pathlib
from collections.abc import Iterator

from babel.messages import Catalog, extract, pofile

from tests.unit.console import refused
from underpin.console import locale

CONSOLE = pathlib.Path(__file__).parents[3] / "platform/underpin/console"
KEYWORDS = {**extract.DEFAULT_KEYWORDS, "N_": None, "NN_": (1, 2), "NP_": ((1, "c"), 2)}
METHODS = [("templates/**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""

Message = tuple[str | None, str | tuple[str, ...]]


@functools.cache
def said() -> frozenset[Message]:
    """Each message with its context, plurals as a tuple."""
    titles = ((None, title) for title in refused.titles())
    return frozenset((*_said(), *titles, *refused.details()))


def _said() -> Iterator[Message]:
    found = extract.extract_from_dir(
        CONSOLE, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS
    )
    for _, _, message, _, context in found:
        yield context, tuple(message) if isinstance(message, tuple | list) else message


def read(language: str) -> Catalog:
    """The catalogue as it is on disk; a broken file is an error."""
    with (locale.FOLDER / f"{language}.po").open("rb") as source:
        return pofile.read_po(source, locale=language, abort_invalid=True)


def refreshed(language: str) -> str:
    """The text of the catalogue with exactly the messages that the pages say."""
    old, new = read(language), Catalog(locale=language, fuzzy=False)
    for context, message in sorted(said(), key=lambda item: (str(item[1]), item[0] or "")):
        known = old.get(message[0] if isinstance(message, tuple) else message, context)
        flags = ["python-format"] if "%(" in str(message) else []
        new.add(message, known.string if known else "", context=context, flags=flags)
    text = io.BytesIO()
    pofile.write_po(text, new, width=100, omit_header=True)
    header = HEADER.format(language=language, plural_forms=new.plural_forms)
    return header + text.getvalue().decode()


if __name__ == "__main__":
    for code in locale.LANGUAGES:
        if code != "en":
            (locale.FOLDER / f"{code}.po").write_text(refreshed(code), "utf-8")
