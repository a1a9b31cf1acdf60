"""What came in, what is left and what people said, in words. Pure."""

from __future__ import annotations

from datetime import datetime

from underpin.desk.service_reports.printed.language import NOTHING, Language
from underpin.desk.service_reports.printed.promise_words import figure
from underpin.desk.service_reports.printed.sheet import Cell, Section
from underpin.desk.service_reports.told import Count, Report
from underpin.kernel.printing.speech import clean


def volume(report: Report, said: Language) -> Section:
    of = report.volume
    counts = {
        name: said.number(getattr(of, name)) for name in ("raised", "resolved", "raised_before")
    }
    return Section(
        name="volume",
        heading=said.say("volume"),
        lead=said.say("volume.lead", **counts),
        columns=said.columns("kind", "raised"),
        numeric=(False, True),
        rows=(*_counted(of.types, "kind", said), *_counted(of.priorities, "priority", said)),
    )


def _counted(counts: tuple[Count, ...], words: str, said: Language) -> list[tuple[Cell, ...]]:
    labels = {each.name: said.words.get(f"{words}.{each.name}", each.name) for each in counts}
    return [(Cell(labels[each.name]), figure(said.number(each.count))) for each in counts]


def backlog(report: Report, said: Language) -> Section:
    of = report.volume
    lead = "backlog.lead" if of.open else "backlog.none"
    return Section(
        name="backlog",
        heading=said.say("backlog"),
        lead=said.say(lead, count=said.number(of.open)),
        columns=said.columns("age", "open"),
        numeric=(False, True),
        rows=tuple(_counted(of.ages, "age", said)) if of.open else (),
    )


def satisfaction(report: Report, said: Language) -> Section:
    of = report.satisfaction
    counts = {"asked": said.number(of.asked), "answered": said.number(of.answered)}
    lead = "satisfaction.lead" if of.asked else "satisfaction.none"
    rated = enumerate(of.ratings, 1)
    return Section(
        name="satisfaction",
        heading=said.say("satisfaction"),
        lead=said.say(lead, **counts),
        columns=said.columns("rating", "answers"),
        numeric=(False, True),
        rows=tuple(
            (Cell(said.say(f"rating.{rating}")), figure(said.number(count)))
            for rating, count in reversed(list(rated))
        )
        if of.answered
        else (),
    )


def announcements(report: Report, said: Language) -> Section | None:
    if not report.announcements:
        return None
    return Section(
        name="announcements",
        heading=said.say("announcements"),
        columns=said.columns("published", "kind", "announced"),
        numeric=(False,) * 3,
        rows=tuple(
            (
                figure(said.when(each.published_at, report.time_zone)),
                Cell(said.say(f"announced.{each.kind}")),
                Cell(clean(each.title)),
            )
            for each in report.announcements
        ),
    )


def outages(report: Report, said: Language) -> Section:
    return Section(
        name="outages",
        heading=said.say("outages"),
        lead="" if report.outages else said.say("outages.none"),
        columns=said.columns("service", "from", "until", "note"),
        numeric=(False,) * 4,
        rows=tuple(
            (
                Cell(clean(each.service)),
                figure(_at(each.starts_at, report, said)),
                figure(_at(each.ends_at, report, said)),
                Cell(clean(each.note)),
            )
            for each in report.outages
        ),
    )


def _at(moment: datetime | None, report: Report, said: Language) -> str:
    return NOTHING if moment is None else said.when(moment, report.time_zone)
