"""What was promised and kept, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from underpin.desk.service_reports.printed.language import NOTHING, Language
from underpin.desk.service_reports.printed.sheet import Cell, Section
from underpin.desk.service_reports.told import Credit, Miss, Promise, Report
from underpin.kernel.printing.speech import clean

TONES = {True: "good", False: "bad", None: ""}
PROMISED = ("metric", "priority", "met", "missed", "kept_share", "commitment", "verdict")


def promises(report: Report, said: Language) -> Section:
    return Section(
        name="promises",
        heading=said.say("promises"),
        lead=said.say("promises.lead" if report.promises else "promises.none"),
        columns=said.columns(*PROMISED),
        numeric=(False, False, True, True, True, True, False),
        rows=tuple(_promised(each, said) for each in report.promises),
        notes=tuple(_left_out(report, said)),
    )


def _promised(each: Promise, said: Language) -> tuple[Cell, ...]:
    commitment = NOTHING if each.commitment is None else said.percent(Decimal(each.commitment))
    return (
        Cell(said.known(f"metric.{each.metric}")),
        Cell(each.priority or said.say("all"), figure=bool(each.priority)),
        figure(said.number(each.met)),
        figure(said.number(each.breached)),
        figure(said.share(each.shown)),
        figure(commitment),
        _verdict(said, kept=each.kept),
    )


def _left_out(report: Report, said: Language) -> Iterator[str]:
    whole = [each for each in report.promises if not each.priority]
    for name in ("excluded", "withdrawn"):
        count = sum(getattr(each, name) for each in whole)
        if count:
            yield said.say(f"promises.{name}", count=said.number(count))
    if report.corrections:
        yield said.say("promises.corrections", count=said.number(report.corrections))


def trend(report: Report, said: Language) -> Section | None:
    metrics = sorted({each.metric for each in report.trend})
    if not metrics:
        return None
    shares = {(each.year, each.month, each.metric): each.shown for each in report.trend}
    months = dict.fromkeys((each.year, each.month) for each in report.trend)
    return Section(
        name="trend",
        heading=said.say("trend"),
        lead=said.say("trend.lead"),
        columns=(said.say("column.month"), *(said.known(f"metric.{each}") for each in metrics)),
        numeric=(False, *(True for _ in metrics)),
        rows=tuple(
            (
                Cell(said.month(*month)),
                *(figure(said.share(shares.get((*month, metric)))) for metric in metrics),
            )
            for month in months
        ),
    )


def misses(report: Report, said: Language) -> Section:
    more = said.number(report.more_misses)
    none = said.say("misses.none" if report.promises else "promises.none")
    return Section(
        name="misses",
        heading=said.say("misses"),
        lead="" if report.misses else none,
        columns=said.columns("ticket", "target", "missed_at", "explained"),
        numeric=(False,) * 4,
        rows=tuple(_missed(each, report, said) for each in report.misses),
        notes=(said.say("misses.more", count=more),) if report.more_misses else (),
    )


def _missed(each: Miss, report: Report, said: Language) -> tuple[Cell, ...]:
    return (
        Cell(each.ticket or said.say("confidential"), ticket=each.ticket, figure=bool(each.ticket)),
        Cell(f"{said.known(f'metric.{each.metric}')}, {each.priority}"),
        figure(said.when(each.missed_at, report.time_zone)),
        Cell(" ".join(explained(each, said))),
    )


def explained(each: Miss, said: Language) -> Iterator[str]:
    """How the clock came to it, sentence by sentence."""
    words = {"used": said.working(each.used_us), "allowed": said.working(each.allowed_us)}
    if each.used_us:
        yield said.say("explained.used", **words)
    for pause in each.pauses:
        why = said.known(f"pause.{pause.why}")
        yield said.say("explained.paused", waited=said.working(pause.waited_us), why=why)
    if each.changed:
        yield said.say("explained.changed")
    if each.why == "objection":
        yield said.say("explained.objection")


def availability(report: Report, said: Language) -> Section | None:
    if not report.availability:
        return None
    return Section(
        name="availability",
        heading=said.say("availability"),
        columns=said.columns("service", "kept_share", "commitment", "verdict"),
        numeric=(False, True, True, False),
        rows=tuple(
            (
                Cell(clean(each.service)),
                figure(said.share(each.shown)),
                figure(said.percent(Decimal(each.commitment))),
                _verdict(said, kept=each.kept),
            )
            for each in report.availability
        ),
    )


def _verdict(said: Language, *, kept: bool | None) -> Cell:
    verdict = {True: "kept", False: "not_kept", None: "not_judged"}[kept]
    return Cell(said.say(f"verdict.{verdict}"), TONES[kept])


def credits_due(report: Report, said: Language) -> Section:
    provisional = report.state == "provisional"
    none = said.say("credits.later" if provisional else "credits.none")
    return Section(
        name="credits",
        heading=said.say("credits"),
        lead="" if report.credits else none,
        columns=said.columns("credit", "basis", "state", "document"),
        numeric=(True, False, False, False),
        rows=tuple(_credit(each, said) for each in report.credits),
    )


def _credit(each: Credit, said: Language) -> tuple[Cell, ...]:
    state = said.known(f"credit.{each.state}")
    return (
        figure(said.exact(each.percent)),
        Cell(said.known(f"basis.{each.basis}")),
        Cell(f"{state}: {clean(each.answer)}" if each.answer else state),
        figure(each.settled_with or NOTHING),
    )


def figure(text: str) -> Cell:
    return Cell(text, figure=True)
