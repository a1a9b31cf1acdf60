"""The sentences of our mails that may be said otherwise, and what each has to name. Pure."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from underpin.desk.mail.leaving import phrases
from underpin.desk.mail.leaving.phrases import Phrases
from underpin.desk.surveys import phrases as surveys
from underpin.kernel import wordings
from underpin.kernel.errors import Malformed

Words = Mapping[str, str]
ByLanguage = Mapping[str, Words]
LONGEST: Final = 2_000
_BRACES: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`may` are the names in braces that it knows, `must` those without which it is of no use;
    `attribute` is where the house's own stands. A `line` is one."""

    may: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    attribute: str = ""
    of_survey: bool = False
    line: bool = False


_NAMED: Final = ("number", "subject")
SENTENCES: Final[Mapping[str, Sentence]] = {
    "acknowledgement_subject": Sentence(("number",), (), "received", line=True),
    "acknowledgement": Sentence(_NAMED, ("number",), "received_body"),
    "reply": Sentence(("author", *_NAMED), ("author",), "wrote"),
    "reply_end": Sentence((), (), "answer"),
    "resolution": Sentence(_NAMED, ("number",), "resolved"),
    "link": Sentence(("link",), ("link",), "look"),
    "survey_subject": Sentence((), (), "title", of_survey=True, line=True),
    "survey": Sentence(_NAMED, ("number",), "asked", of_survey=True),
    "survey_link": Sentence((), (), "rate", of_survey=True),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What was said otherwise, by language: the provider's, and a client's before it."""

    provider: ByLanguage = field(default_factory=dict)
    client: ByLanguage = field(default_factory=dict)

    def mails(self, locale: str) -> Phrases:
        """The sentences of a ticket's mails for a reader."""
        said: Any = self._otherwise(locale, survey=False)
        return dataclasses.replace(phrases.of(locale), **said)

    def survey(self, locale: str) -> surveys.Phrases:
        said: Any = self._otherwise(locale, survey=True)
        return dataclasses.replace(surveys.of(locale), **said)

    def _otherwise(self, locale: str, *, survey: bool) -> dict[str, str]:
        language = known(locale)
        both = {**self.provider.get(language, {}), **self.client.get(language, {})}
        return {
            SENTENCES[name].attribute: said
            for name, said in both.items()
            if name in SENTENCES and SENTENCES[name].of_survey is survey
        }


def read(provider: str | None, client: str | None) -> Said:
    """Of JSON texts as the tables give them, by language."""
    both = [msgspec.json.decode(each, type=dict[str, dict[str, str]]) if each else {} for each in (
        provider, client
    )]  # fmt: skip
    return Said(*both)


def house(language: str) -> dict[str, str]:
    """What is said where nobody says otherwise."""
    mails, survey = phrases.of(language), surveys.of(language)
    return {
        name: getattr(survey if each.of_survey else mails, each.attribute)
        for name, each in SENTENCES.items()
    }


def known(locale: str) -> str:
    """A reader's locale as one of our languages."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return language if language in wordings.LANGUAGES else "en"


def checked(words: Words) -> dict[str, str]:
    """Without those that are empty. Raises Malformed naming the sentence and what it may name."""
    found = {name: said.replace("\r\n", "\n").strip() for name, said in words.items()}
    for name, said in found.items():
        if name not in SENTENCES:
            raise Malformed(f"{name}: one of {', '.join(SENTENCES)}.", field=name[:60])
        if said:
            _check(name, SENTENCES[name], said)
    return {name: said for name, said in found.items() if said}


def _check(name: str, sentence: Sentence, said: str) -> None:
    named = _BRACES.findall(said)
    strange = [each for each in named if each not in sentence.may]
    may = ", ".join(f"{{{each}}}" for each in sentence.may) or "no name in braces"
    if strange or "{" in _BRACES.sub("", said) or "}" in _BRACES.sub("", said):
        raise Malformed(f"{name}: it may name {may}, and nothing else in braces.", field=name)
    missing = [each for each in sentence.must if each not in named]
    if missing:
        raise Malformed(f"{name}: it has to name {{{missing[0]}}}.", field=name)
    if len(said) > LONGEST or (sentence.line and "\n" in said):
        raise Malformed(f"{name}: {'one line, ' * sentence.line}at most {LONGEST}.", field=name)
