"""A kept report put into words, section by section. Pure."""

from __future__ import annotations

from underpin.desk.service_reports.printed import desk_words, promise_words
from underpin.desk.service_reports.printed.language import NOTHING, Language
from underpin.desk.service_reports.printed.sheet import Section, Sheet
from underpin.desk.service_reports.told import Report
from underpin.kernel.printing.speech import clean


def sheet(report: Report, said: Language) -> Sheet:
    """The report in that language."""
    return Sheet(
        language=said.code,
        direction=said.direction,
        day=report.made_on,
        title=said.say("title"),
        month=said.month(report.year, report.month),
        client=clean(report.client),
        status=said.say("status.runs" if report.runs else f"status.{report.state}"),
        provisional=report.state == "provisional",
        facts=facts(report, said),
        sections=tuple(_sections(report, said)),
        made=said.say("made", day=said.day(report.made_on)),
        page=said.say("page"),
    )


def _sections(report: Report, said: Language) -> list[Section]:
    found = (
        promise_words.promises(report, said),
        promise_words.trend(report, said),
        promise_words.misses(report, said),
        promise_words.availability(report, said),
        desk_words.volume(report, said),
        desk_words.backlog(report, said),
        desk_words.satisfaction(report, said),
        desk_words.announcements(report, said),
        desk_words.outages(report, said),
        promise_words.credits_due(report, said),
    )
    return [section for section in found if section is not None]


def facts(report: Report, said: Language) -> tuple[tuple[str, str, str], ...]:
    """What one reads first."""
    whole = [each for each in report.promises if not each.priority]
    met, breached = (sum(getattr(each, name) for each in whole) for name in ("met", "breached"))
    decided, rated = met + breached, report.satisfaction
    kept = said.exact(f"{100 * met}/{decided}") if decided else NOTHING
    content = sum(rated.ratings[3:])
    pleased = said.exact(f"{100 * content}/{rated.answered}") if rated.answered else NOTHING
    return (
        (said.say("fact.kept"), kept, ""),
        (said.say("fact.missed"), said.number(breached), "bad" if breached else "good"),
        (said.say("fact.raised"), said.number(report.volume.raised), ""),
        (said.say("fact.resolved"), said.number(report.volume.resolved), ""),
        (said.say("fact.satisfied"), pleased, ""),
    )
