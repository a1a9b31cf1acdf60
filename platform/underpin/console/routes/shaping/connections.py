"""A client's connections as their pages show them, and what those pages' forms say. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.console import views, words
from underpin.console.routes import forms
from underpin.console.routes.administration.gathered_intake import Connections
from underpin.console.views import administration_intake as shown
from underpin.console.views.shell import Shell
from underpin.desk.alerts import mapping as mappings
from underpin.desk.alerts import source as source_rules
from underpin.desk.alerts import sources
from underpin.desk.alerts.source import Source
from underpin.desk.alerts.sources import Trial
from underpin.desk.channels import channel as channel_rules
from underpin.desk.channels import webhook as webhook_rules
from underpin.desk.channels import webhooks
from underpin.desk.channels.channel import Said
from underpin.desk.channels.webhooks import Opened, Told, Webhook
from underpin.desk.hooks.secret import Issued, Standing
from underpin.kernel import installation
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import Principal

PLAIN: Final = ("workspace", "channel", "directory", "team", "app", "answers")


def page(
    shell: Shell,
    found: Connections,
    who: Principal,
    key: str,
    typed: Mapping[str, str],
    *,
    problem: str = "",
    once: shown.Secrets | None = None,
    tested: str = "",
    said: str = "",
) -> views.ConnectionsPage:
    kinds = words.CATEGORIES["channel_kind"]
    language = shell.reader.language
    return views.ConnectionsPage(
        shell,
        key,
        tuple((each, each) for each in sorted(who.tenants)),
        tuple(
            shown.ChannelLine(e.id, e.name, e.kind, e.paused_at is not None) for e in found.channels
        ),
        tuple(_webhook(each) for each in found.webhooks),
        tuple(_source(each) for each in found.sources),
        tuple(
            shown.DeliveryLine(e.id, e.received_at, e.purpose, e.reason or "") for e in found.aside
        ),
        tuple((str(each.id), each.name) for each in found.services),
        tuple((str(each.id), f"{each.name} · {each.email}") for each in found.people),
        tuple((kind, words.word(kind, "channel_kind", language)) for kind in kinds),
        source_rules.KINDS,
        webhook_rules.FOR_STAFF,
        who.may("intake.write"),
        typed=typed,
        problem=problem,
        once=once,
        tested=tested,
        said=said,
    )


def _webhook(of: Webhook) -> shown.WebhookLine:
    about = (of.id, of.name, of.url, tuple(of.kinds), of.for_staff)
    return shown.WebhookLine(*about, of.paused_at is not None, of.version)


def _source(of: Source) -> shown.SourceLine:
    return shown.SourceLine(of.id, of.name, of.kind, of.paused_at is not None)


def secrets(of: str, made: Issued) -> shown.Secrets:
    origin = installation.settings().desk_origin
    return shown.Secrets(of, f"{origin}{made.address}", made.mail, made.signing_key)


def secret_rows(found: Sequence[Standing]) -> tuple[shown.SecretRow, ...]:
    return tuple(shown.SecretRow(each.id, each.created_at, each.ends_at) for each in found)


def signed(made: Opened) -> shown.Secrets:
    """What a webhook of ours signs with."""
    return shown.Secrets(made.webhook.name, "", "", made.signing_key)


def channel(form: Mapping[str, str]) -> Said:
    """Settings that were left empty are not said. Raises Malformed."""
    kind = form.get("kind", "")
    if kind not in channel_rules.ADAPTERS:
        raise Malformed("kind: choose one from the list.", field="kind")
    settings = {name: form[name].strip() for name in PLAIN if form.get(name, "").strip()}
    credential = form.get("credential", "")
    return Said(form.get("name", ""), kind, settings, credential, _service(form))


def _service(form: Mapping[str, str]) -> UUID | None:
    return forms.identity(form, "service") if form.get("service") else None


def webhook(form: Mapping[str, str], events: Sequence[str]) -> webhooks.Said:
    ours = form.get("for_staff") == "yes"
    return webhooks.Said(form.get("name", ""), form.get("url", "").strip(), tuple(events), ours)


def source(form: Mapping[str, str]) -> sources.Said:
    """Raises Malformed."""
    contact, own = forms.identity(form, "contact"), mapping(form)
    said = (form.get("name", ""), contact, form.get("kind", ""), _service(form))
    return sources.Said(*said, mapping=own)


def mapping(form: Mapping[str, str]) -> mappings.Mapping | None:
    """None where none was written. Raises Malformed."""
    text = form.get("mapping", "").strip()
    try:
        return msgspec.json.decode(text, type=mappings.Mapping) if text else None
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise Malformed(f"mapping: {wrong}", field="mapping") from wrong


def source_page(
    shell: Shell,
    key: str,
    of: Source,
    form: Mapping[str, str],
    *,
    tried: Trial | None,
    problem: str,
) -> views.SourcePage:
    told: dict[str, Any] = {}
    if tried is not None:
        alerts = (
            shown.TriedAlert(e.title, e.firing, e.severity, e.fingerprint) for e in tried.alerts
        )
        told = {"reader": tried.reader, "alerts": tuple(alerts), "neither": tried.neither}
        told |= {"refused": tuple(tried.refused), "tried": True}
    said = {"sample": form.get("sample", ""), "problem": problem, **told}
    return views.SourcePage(shell, key, _source(of), form.get("mapping", _written(of)), **said)


def _written(of: Source) -> str:
    if of.mapping is None:
        return ""
    return msgspec.json.format(msgspec.json.encode(of.mapping), indent=2).decode()


def webhook_page(
    shell: Shell, key: str, row: Webhook, told: Sequence[Told], *, may: bool
) -> views.WebhookPage:
    lines = tuple(
        shown.ToldLine(
            *(e.id, str(e.payload.get("kind", "")), e.state, e.attempts),
            *("" if e.state == "sent" else e.error or "", e.sent_at or e.created_at),
        )
        for e in told
    )
    here = f"/clients/{key}/connections/webhooks/{row.id}"
    further = f"{here}?before={told[-1].id}" if len(told) == webhooks.PAGE else ""
    return views.WebhookPage(shell, key, _webhook(row), lines, may, further)
