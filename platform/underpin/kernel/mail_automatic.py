"""Whether a mail was written by a person, told by the marks that the standards define.

RFC 3834 (Auto-Submitted, the null return path), RFC 3462 (multipart/report), RFC 3798 and 5965
(receipts, abuse reports), RFC 2142 and 5321 (postmaster and mailer-daemon), RFC 2369 and 2919
(lists), and the few headers of Exchange, Exim and responders that everybody knows. Never told by
the body: a person who complains about a bounce quotes it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Automatic(StrEnum):
    """What sent it. Nobody answers any of these automatically; the first three open nothing
    either, while a monitoring system's or a list's mail may be the matter itself."""

    BOUNCE = "bounce"
    RECEIPT = "receipt"
    AUTO_REPLY = "auto-reply"
    GENERATED = "generated"
    BULK = "bulk"


OPENS_NOTHING = frozenset({Automatic.BOUNCE, Automatic.RECEIPT, Automatic.AUTO_REPLY})


@dataclass(frozen=True, slots=True)
class Marks:
    """What the rule looks at: the headers of LOOKED_AT by lower-case name (decoded, the first of
    each), the media type of the whole in lower case, its report-type, the sender's address and
    name, and the envelope's sender, None when it is not known and empty when it was null."""

    headers: Mapping[str, str]
    media_type: str
    report_type: str
    sender: str
    sender_name: str
    envelope_from: str | None


_DAEMON = re.compile(
    r"mailer[-._]?d(?:a|ae)mon|mail[-._]?daemon|post[-._]?master|double-bounce"
    r"|mail\.delivery\.(?:sub)?system",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mailer[- ]daemon|(?:internet |e-?)?mail deliver(?:y|) (?:sub)?system|mail delivery service"
    r"|mail (?:administrator|router)|post ?master|courier mail server\b.*|mailmarshal\b.*"
    r"|mail system",
    re.IGNORECASE,
)
# As mail systems word it, whole: who complains about one writes more, or forwards it.
_RETURNED = re.compile(
    r"undelivered mail returned to sender|delivery status notification ?\((?:failure|delay)\)"
    r"|mail delivery failed: returning message to sender|failure notice"
    r"|returned mail: (?:see transcript for details|user unknown|host unknown|service unavailable"
    r"|delivery problems encountered|cannot send message .{0,80})"
    r"|mail system error - returned mail|undeliverable (?:mail|message)(?: returned to sender)?"
    r"|nondeliverable mail|non[- ]delivery notice|message status - undeliverable"
    r"|delivery failure: (?:user|router|recipient|message) .{1,200}"
    r"|(?-i:DELIVERY FAILURE: .{1,300})|permanent delivery failure"
    r"|(?:undeliverable|nicht zustellbar|unzustellbar|non remis|no se puede entregar|no entregado"
    r"|non recapitabile|onbestelbaar|niedostarczone|nie można dostarczyć|недоставлено"
    r"|не удалось доставить|未送达|无法送达|配信不能|تعذر التسليم) ?[:：] ?.{1,500}"
    r"|undeliverable mail: ?\".{0,500}\"?|failure notice ?:|\[bounce\].{0,500}"
    r"|メッセージを配信できません。?|メール配信に失敗しました。?"
    r"|\[postmaster\] email delivery failure"
    r"|delivery status notification(?:: (?:error|failure|delay))?"
    r"|delayed mail \(still being retried\)|warning: could not send message for past .{1,40}",
    re.IGNORECASE,
)
_RECEIPTS = frozenset({"disposition-notification", "feedback-report"})
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_REPLY_HEADERS = (
    "x-autoreply",
    "x-autoreply-from",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply-from",
    "x-mail-autoreply",
)
_REPLY_SUBJECT = re.compile(
    r"(?:auto(?:matic)?[ -]?(?:reply|response)|auto|out of (?:the )?office(?: auto-?reply)?"
    r"|automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática"
    r"|risposta automatica|automatisch antwoord|automatyczna odpowiedź|odpowiedź automatyczna"
    r"|автоматический ответ|自动答复|自動応答|رد تلقائي)\s*[:：]",
    re.IGNORECASE,
)  # fmt: skip
_BULK = frozenset({"bulk", "junk", "list"})
LOOKED_AT = frozenset(
    {
        *_REPLY_HEADERS,
        "auto-submitted",
        "from",
        "list-id",
        "precedence",
        "return-path",
        "subject",
        "x-auto-response-suppress",
        "x-cron-env",
        "x-failed-recipients",
        "x-fc-machinegenerated",
    }
)


def judge(marks: Marks) -> Automatic | None:
    """What sent it, or None when nothing says that it was anything but a person."""
    return _report(marks) or _reply(marks) or _generated(marks)


def _report(marks: Marks) -> Automatic | None:
    """A bounce or a receipt. A bounce that was rewritten on its way keeps its author's name."""
    is_report = marks.media_type == "multipart/report"
    if is_report and marks.report_type in _RECEIPTS:
        return Automatic.RECEIPT
    if is_report or marks.media_type in _REPORTS or "x-failed-recipients" in marks.headers:
        return Automatic.BOUNCE
    from_daemon = any(
        _DAEMON.fullmatch(address.rpartition("@")[0] or address)
        for address in (marks.sender, marks.envelope_from or "")
    )
    named_daemon = _DAEMON_NAME.fullmatch(marks.sender_name.strip())
    returned = _RETURNED.fullmatch(marks.headers.get("subject", "").strip())
    return Automatic.BOUNCE if from_daemon or named_daemon or returned else None


def _reply(marks: Marks) -> Automatic | None:
    headers = marks.headers
    replied = (
        _submitted(headers) == "auto-replied"
        or marks.envelope_from == ""
        or any(_says_yes(headers.get(name)) for name in _REPLY_HEADERS)
        or headers.get("precedence", "").strip().lower() == "auto_reply"
        or _REPLY_SUBJECT.match(headers.get("subject", ""))
    )
    return Automatic.AUTO_REPLY if replied else None


def _generated(marks: Marks) -> Automatic | None:
    headers = marks.headers
    if headers.get("precedence", "").strip().lower() in _BULK or "list-id" in headers:
        return Automatic.BULK
    generated = (
        _submitted(headers) not in {"", "no"}
        or headers.get("x-auto-response-suppress", "none").strip().lower() not in {"", "none"}
        or _says_yes(headers.get("x-fc-machinegenerated"))
        or "x-cron-env" in headers
    )
    return Automatic.GENERATED if generated else None


def _submitted(headers: Mapping[str, str]) -> str:
    """The word of Auto-Submitted without its parameters and comments (RFC 3834, 5)."""
    return re.split(r"[\s;(]", headers.get("auto-submitted", "").strip(), maxsplit=1)[0].lower()


def _says_yes(value: str | None) -> bool:
    return value is not None and value.strip().lower() not in {"no", "false", "0"}
