"""The worker: alarms, deliveries, what leaves, mail that comes in, and jobs. Composition only."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import Any
from uuid import UUID

import structlog
from arq import cron
from arq.worker import func

from billing.invoicing.bulk import working
from billing.margins import kept_margin
from billing.payments.following import hearing as stripe_hearing
from billing.payments.gateway import account
from billing.payments.inbox import forgetting as inbox_forgetting
from billing.payments.inbox import inbox, taking
from billing.payments.matching import in_background
from billing.payments.pushing import push, running
from billing.payments.reconciling import running as reconciling
from contracts.agreements import activation_spreading
from contracts.calendars import calendar_yearbook
from contracts.coherence import nightly
from contracts.templates import template_rollout
from tenants import forgetting, sealing
from tenants.handing_over import building as exporting
from underpin import wiring
from underpin.console import report_mail
from underpin.desk.automation import idle
from underpin.desk.automation import runs as automation_runs
from underpin.desk.channels import answering, webhook
from underpin.desk.connectors import queueing, telling, watching
from underpin.desk.hands import expiring
from underpin.desk.health import keeping as health
from underpin.desk.hooks import keeping
from underpin.desk.knowledge import reviewing
from underpin.desk.mail import mail_in
from underpin.desk.mail.fetching import polling, sending
from underpin.desk.mail.triage import deciding
from underpin.desk.major import telling as major_telling
from underpin.desk.on_call import carriers, coverage
from underpin.desk.on_call.gateways import sending as page_sending
from underpin.desk.reports import sending as report_sending
from underpin.desk.reports.runs import counting as report_counting
from underpin.desk.search import filling
from underpin.desk.service_reports import sending as service_reports
from underpin.desk.writing import measuring
from underpin.kernel import installation, jobs, logs, mail_channel, outgoing, process, rounds
from underpin.kernel.heart import Heart
from underpin.kernel.metrics_listener import MetricsListener
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.settings import Address, Settings
from underpin.kernel.smtp_listener import SmtpListener

log = structlog.get_logger()


async def seal_tenant(_: dict[str, Any], tenant: int) -> int:
    return await sealing.seal_tenant(tenant)


async def seal_all(_: dict[str, Any]) -> int:
    return await sealing.seal_all()


async def forget(_: dict[str, Any]) -> int:
    ended = await forgetting.everywhere() + await inbox_forgetting.round()
    return ended + await report_counting.forget()


async def forget_deliveries(_: dict[str, Any]) -> int:
    return await keeping.forget() + await automation_runs.forget()


async def tell_of_trainings(_: dict[str, Any]) -> int:
    return await expiring.everywhere()


async def arm_idle(_: dict[str, Any]) -> int:
    return await idle.everywhere()


async def check_promises(context: dict[str, Any], tenant: int) -> int:
    """One round; the next one follows while there may be more."""
    checked = await nightly.check_tenant(tenant)
    if checked == nightly.VERSIONS_A_ROUND:
        await context["redis"].enqueue_job("check_promises", tenant)
    return checked


async def check_every_promise(context: dict[str, Any]) -> int:
    """A job for each client; what is due stands in the database, so that a lost one is made good
    by the next hour's."""
    found = await rounds.clients()
    for tenant in found:
        await context["redis"].enqueue_job("check_promises", tenant)
    return len(found)


TEMPLATES = template_rollout.Rollout()


async def propose_amendments(_: dict[str, Any]) -> int:
    return await TEMPLATES.run()


async def run_invoices(context: dict[str, Any]) -> int:
    """A batch of clients; the next one follows at once while there may be more."""
    served = await working.work()
    if served:
        await context["redis"].enqueue_job("run_invoices")
    return served


async def match_statements(context: dict[str, Any]) -> int:
    """A batch of a big statement's entries; the next one follows at once while there may be
    more."""
    seen = await in_background.work()
    if seen:
        await context["redis"].enqueue_job("match_statements")
    return seen


async def spread_activations(_: dict[str, Any]) -> int:
    return await activation_spreading.spread()


async def reconcile(_: dict[str, Any]) -> bool:
    return await reconciling.night()


async def take_payment_events(_: dict[str, Any]) -> int:
    taken = await taking.round()
    await inbox.count()
    return taken


async def look_up_holidays(_: dict[str, Any]) -> int:
    return await calendar_yearbook.everywhere()


async def fill_search(_: dict[str, Any]) -> int:
    return await filling.everywhere()


async def read_mailboxes(_: dict[str, Any]) -> int:
    rule = AddressRule(allow_private=installation.settings().allow_private_addresses)
    async with Outbound(rule) as outbound:
        return await polling.round(outbound, rule)


async def ask_far_sides(_: dict[str, Any]) -> int:
    rule = AddressRule(allow_private=installation.settings().allow_private_addresses)
    async with Outbound(rule) as outbound:
        return await watching.round(outbound)


async def finish_triage(_: dict[str, Any]) -> int:
    return await deciding.finish()


async def tell_major_updates(_: dict[str, Any]) -> int:
    return await major_telling.everywhere()


async def check_duty(_: dict[str, Any]) -> int:
    return await coverage.everywhere()


async def measure_storage(_: dict[str, Any]) -> int:
    return await measuring.everywhere()


async def tell_of_reviews(_: dict[str, Any]) -> int:
    return await reviewing.everywhere()


async def send_reports(_: dict[str, Any]) -> int:
    return await report_sending.everywhere(report_mail.headline)


async def count_report(_: dict[str, Any], run: str) -> bool:
    return await report_counting.count(UUID(run))


async def count_reports(context: dict[str, Any]) -> int:
    """A job for each that waits; what waits stands in the database, so that a lost one is made good
    by the next look."""
    found = await report_counting.due()
    for run in found:
        await context["redis"].enqueue_job("count_report", str(run), _job_id=f"report:{run}")
    return len(found)


async def build_export(_: dict[str, Any], tenant: int, export: str) -> bool:
    return await exporting.build(tenant, UUID(export))


async def build_exports(context: dict[str, Any]) -> int:
    """A job for each that waits or lost its worker; they stand in the database, so that a lost
    job is made good by the next look."""
    found = await exporting.due()
    for tenant, export in found:
        words = ("build_export", tenant, str(export))
        await context["redis"].enqueue_job(*words, _job_id=f"export:{export}")
    return len(found)


async def make_service_reports(_: dict[str, Any]) -> int:
    return await service_reports.everywhere()


async def look_at_clients(_: dict[str, Any]) -> int:
    return await health.everywhere()


async def reckon_margins(_: dict[str, Any]) -> int:
    return await kept_margin.everywhere()


async def _kept_reports(_: int) -> int:
    """All that are due: one that is sent already is due no more."""
    return await report_sending.everywhere(report_mail.headline)


AGAIN: dict[str, Callable[[int], Awaitable[int]]] = {
    "service_reports": service_reports.at,
    report_sending.ROUND: _kept_reports,
    "health": health.at,
    "margins": kept_margin.at,
    "coverage": coverage.at,
    "reviewing": reviewing.at,
    "storage.measuring": measuring.at,
    "automation.arming": idle.at,
    "forgetting": forgetting.at,
    "holidays": calendar_yearbook.at,
}
"""Rounds by their names, at one client. What is not here is tried again by its next round."""


async def round_again(_: dict[str, Any], tenant: int, name: str) -> int:
    """`name` may say after a colon which of a kind it was."""
    again = AGAIN.get(name.partition(":")[0])
    return await again(tenant) if again else 0


FUNCTIONS = (
    func(round_again),  # type: ignore[arg-type]
    *(func(seal_tenant), func(check_promises), func(run_invoices)),  # type: ignore[arg-type]
    func(match_statements),  # type: ignore[arg-type]
    func(count_report, timeout=1800, keep_result=0),  # type: ignore[arg-type]
    func(build_export, timeout=1800, keep_result=0),  # type: ignore[arg-type]
)
CRON = (
    cron(seal_all, second={0, 30}),  # type: ignore[arg-type]
    cron(forget, minute=set(range(5, 60, 10)), second=15),  # type: ignore[arg-type]
    cron(tell_of_trainings, weekday="mon", hour=6, minute=10),  # type: ignore[arg-type]
    cron(arm_idle, minute=set(range(4, 60, 10)), second=20),  # type: ignore[arg-type]
    cron(forget_deliveries, hour=2, minute=50),  # type: ignore[arg-type]
    cron(check_every_promise, minute=20),  # type: ignore[arg-type]
    cron(look_up_holidays, weekday="sun", hour=3, minute=35),  # type: ignore[arg-type]
    cron(propose_amendments, second={45}),  # type: ignore[arg-type]
    cron(reconcile, hour=2, minute=40, timeout=7200),  # type: ignore[arg-type]
    cron(take_payment_events, second=set(range(0, 60, 2))),  # type: ignore[arg-type]
    cron(fill_search, minute=50),  # type: ignore[arg-type]
    cron(measure_storage, hour=1, minute=35),  # type: ignore[arg-type]
    cron(check_duty, hour=2, minute=40),  # type: ignore[arg-type]
    cron(tell_of_reviews, hour=5, minute=10),  # type: ignore[arg-type]
    cron(tell_major_updates, second={12, 42}),  # type: ignore[arg-type]
    cron(send_reports, minute=set(range(1, 60, 10)), second=35),  # type: ignore[arg-type]
    cron(look_at_clients, minute=set(range(2, 60, 15))),  # type: ignore[arg-type]
    cron(reckon_margins, hour=1, minute=20, timeout=3600),  # type: ignore[arg-type]
    cron(count_reports, second=set(range(0, 60, 2))),  # type: ignore[arg-type]
    cron(build_exports, second=set(range(1, 60, 3))),  # type: ignore[arg-type]
    cron(make_service_reports, minute={8, 38}),  # type: ignore[arg-type]
    cron(finish_triage, second={25}),  # type: ignore[arg-type]
    cron(ask_far_sides, second={20, 50}),  # type: ignore[arg-type]
    cron(read_mailboxes, second=set(range(7, 60, 15))),  # type: ignore[arg-type]
    cron(run_invoices, second=set(range(2, 60, 5))),  # type: ignore[arg-type]
    cron(match_statements, second=set(range(1, 60, 3))),  # type: ignore[arg-type]
    cron(spread_activations, second=set(range(0, 60, 5))),  # type: ignore[arg-type]
)


async def run(settings: Settings) -> None:
    """Until cancelled. Any loop that fails ends the process, which its supervisor restarts."""
    wiring.wire()
    wiring.wire_alarms()
    rule = AddressRule(allow_private=settings.allow_private_addresses)
    listener = _listening(settings, settings.mail_listen)
    async with (
        process.running(settings) as redis,
        Outbound(rule) as outbound,
        listener,
        _over_lmtp(settings),
        _watched(settings),
    ):
        outgoing.CHANNELS[mail_channel.CHANNEL] = mail_channel.sender(outbound)
        outgoing.CHANNELS[answering.OUT] = answering.sender(outbound)
        outgoing.CHANNELS[webhook.OUT] = webhook.sender(outbound)
        outgoing.CHANNELS[queueing.OUT] = telling.sender(outbound)
        outgoing.CHANNELS[page_sending.OUT] = page_sending.sender(outbound, carriers.fall_back)
        outgoing.CHANNELS[mail_channel.MAILBOX] = sending.sender(outbound)
        outgoing.CHANNELS[push.CHANNEL] = running.send
        outgoing.CHANNELS[stripe_hearing.CHANNEL] = stripe_hearing.look
        log.info("worker.ready", mail_port=listener.port)
        with account.used(account.of_settings(settings, outbound)):
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(Heart(redis).run())
                tasks.create_task(jobs.run(settings.redis_url, FUNCTIONS, CRON))


def _listening(settings: Settings, at: Address, *, lmtp: bool = False) -> SmtpListener:
    domains = frozenset({settings.mail_domain})
    return SmtpListener(mail_in.accept, domains=domains, host=at.host, port=at.port, lmtp=lmtp)


def _over_lmtp(settings: Settings) -> AbstractAsyncContextManager[object]:
    where = settings.lmtp_listen
    return _listening(settings, where, lmtp=True) if where else nullcontext()


def _watched(settings: Settings) -> AbstractAsyncContextManager[object]:
    where = settings.worker_metrics_listen
    return MetricsListener(where, settings.metrics_token) if where else nullcontext()


async def _until_told(settings: Settings) -> None:
    working = asyncio.create_task(run(settings))
    loop = asyncio.get_running_loop()
    for told in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(told, working.cancel)
    try:
        await working
    except asyncio.CancelledError:
        log.info("worker.stopped")


def main(settings: Settings) -> None:
    logs.configure("WARNING" if settings.demo else "INFO")
    process.run(_until_told(settings))
