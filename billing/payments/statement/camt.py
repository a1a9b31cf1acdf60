"""A statement as CAMT.053 of ISO 20022, in any version of its namespace. Pure.

The file is a stranger's: no DTD, no entities, nothing fetched, and no tree out of proportion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from billing.amounts import exact
from billing.payments.statement import csv_statement, entry
from billing.payments.statement.entry import BrokenStatement, Entry

NAMESPACE = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.\d\d")
Node = etree._Element


def read(file: bytes, account: str, currency: str) -> list[Entry]:
    """Booked entries of the statements of that account's IBAN ("" for an account without one).

    Raises BrokenStatement naming line, field and cure; so also for another account's statement,
    and for one whose entries do not lead from its opening to its closing balance.
    """
    root = _root(file)
    statements = root.findall("{*}BkToCstmrStmt/{*}Stmt")
    if not statements:
        raise _broken(root, "Stmt", "there is no statement in it", "export the account's CAMT.053")
    return [each for one in statements for each in _statement(one, account, currency)]


def _root(file: bytes) -> Node:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(file, parser)
    except etree.XMLSyntaxError as broken:
        raise BrokenStatement(
            broken.lineno or 1, "XML", str(broken.msg), "export the file again"
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _broken(root, "DOCTYPE", "a statement has none", "export the file again")
    if not NAMESPACE.fullmatch(etree.QName(root).namespace or ""):
        raise _broken(root, "Document", "this is no CAMT.053", "export that format")
    return root


def _statement(of: Node, account: str, currency: str) -> Iterator[Entry]:
    said = entry.iban(_text(of, "{*}Acct/{*}Id/{*}IBAN"))
    if account and said and said != account:
        cure = "import it into that account"
        raise _broken(of, "Acct", f"this is a statement of {said}", cure)
    booked = [each for each in of.findall("{*}Ntry") if _status(each) == "BOOK"]
    _refuse_gap(of, booked, currency)
    for each in booked:
        yield from _entries(each)


def _status(of: Node) -> str:
    return _text(of, "{*}Sts/{*}Cd") or _text(of, "{*}Sts") or "BOOK"


def _refuse_gap(of: Node, booked: Sequence[Node], currency: str) -> None:
    """Opening balance and entries make the closing one, where a statement says both."""
    balances = {_text(each, "{*}Tp/{*}CdOrPrtry/{*}Cd"): each for each in of.findall("{*}Bal")}
    opening, closing = balances.get("OPBD", balances.get("PRCD")), balances.get("CLBD")
    if opening is None or closing is None:
        return
    moved = sum((_signed(each) for each in booked), exact.ZERO)
    if _signed(opening) + moved != _signed(closing):
        raise _broken(
            closing, "Bal", f"the entries do not lead to it (in {currency})", "get the whole file"
        )


def _entries(of: Node) -> Iterator[Entry]:
    """One for each transaction of a batch whose amounts are all there and make up the entry; else
    the entry as one."""
    total, details = _signed(of), of.findall("{*}NtryDtls/{*}TxDtls")
    amounts = [_part(each, of) for each in details]
    if len(details) > 1 and None not in amounts:
        known = [each for each in amounts if each is not None]
        if sum(known, exact.ZERO) == total:
            for n, (detail, amount) in enumerate(zip(details, known, strict=True), 1):
                yield _entry(of, [detail], amount, f"#{n}")
            return
    yield _entry(of, details, total, "")


def _entry(of: Node, details: Sequence[Node], amount: Decimal, place: str) -> Entry:
    tender = _amount_node(of).get("Ccy", "")
    csv_statement.checked(amount, tender, _line(of), "Amt")
    name = _text(of, "{*}AcctSvcrRef") or _text(of, "{*}NtryRef")
    out = amount < 0
    is_reversal = _text(of, "{*}RvslInd") in ("true", "1") or _returned(details)
    # who is at the other end: of a credit taken back, again the payer
    side = "Cdtr" if out != is_reversal else "Dbtr"
    return Entry(
        line=_line(of),
        booked_on=_day(of, "BookgDt") or _day(of, "ValDt") or _no_day(of),
        valued_on=_day(of, "ValDt"),
        amount=amount,
        currency=tender,
        payer=_first(details, f"{{*}}RltdPties/{{*}}{side}/{{*}}Pty/{{*}}Nm")[:200]
        or _first(details, f"{{*}}RltdPties/{{*}}{side}/{{*}}Nm")[:200],
        iban=entry.iban(_first(details, f"{{*}}RltdPties/{{*}}{side}Acct/{{*}}Id/{{*}}IBAN")),
        text=_texts(of, details),
        reference=_first(details, "{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref")[:200],
        bank_id=f"{name}{place}"[:200] if name else "",
        end_to_end=_end_to_end(details),
        is_reversal=is_reversal,
    )


def _end_to_end(details: Sequence[Node]) -> str:
    said = _first(details, "{*}Refs/{*}EndToEndId")
    return "" if said == "NOTPROVIDED" else said[:200]


def _returned(details: Sequence[Node]) -> bool:
    return any(each.find("{*}RtrInf") is not None for each in details)


def _texts(of: Node, details: Sequence[Node]) -> str:
    free = [node.text or "" for each in details for node in each.findall("{*}RmtInf/{*}Ustrd")]
    more = [_text(each, "{*}RmtInf/{*}Strd/{*}CdtrRefInf/{*}Ref") for each in details[1:]]
    return entry.line_of_text(" ".join([*free, *more, _text(of, "{*}AddtlNtryInf")]))


def _part(detail: Node, of: Node) -> Decimal | None:
    """A transaction's amount, where it is told in the entry's currency."""
    tender = _amount_node(of).get("Ccy", "")
    for path in ("{*}Amt", "{*}AmtDtls/{*}TxAmt/{*}Amt"):
        found = detail.find(path)
        if found is not None and found.get("Ccy") == tender:
            side = _text(detail, "{*}CdtDbtInd") or _text(of, "{*}CdtDbtInd")
            amount = _number(found)
            return -amount if side == "DBIT" else amount
    return None


def _signed(of: Node) -> Decimal:
    side = _text(of, "{*}CdtDbtInd")
    if side not in ("CRDT", "DBIT"):
        raise _broken(of, "CdtDbtInd", f"{side!r} is no side", "CRDT or DBIT")
    amount = _number(_amount_node(of))
    return -amount if side == "DBIT" else amount


def _amount_node(of: Node) -> Node:
    found = of.find("{*}Amt")
    if found is None:
        raise _broken(of, "Amt", "there is no amount", "export the file again")
    return found


def _number(of: Node) -> Decimal:
    try:
        amount = Decimal((of.text or "").strip())
    except InvalidOperation:
        raise _broken(of, "Amt", f"{of.text!r} is no amount", "write it as 12.50") from None
    if not amount.is_finite() or amount < 0 or amount.adjusted() > 14:
        raise _broken(of, "Amt", f"{of.text!r} is no amount", "write it as 12.50, without sign")
    return amount


def _day(of: Node, name: str) -> date | None:
    said = _text(of, f"{{*}}{name}/{{*}}Dt") or _text(of, f"{{*}}{name}/{{*}}DtTm")
    if not said:
        return None
    try:
        return datetime.fromisoformat(said).date()
    except ValueError:
        raise _broken(of, name, f"{said!r} is no date", "write it as 2026-11-22") from None


def _no_day(of: Node) -> date:
    raise _broken(of, "BookgDt", "there is no date", "export the file again")


def _first(details: Sequence[Node], path: str) -> str:
    return next((found for each in details if (found := _text(each, path))), "")


def _text(of: Node, path: str) -> str:
    found = of.find(path)
    return entry.line_of_text(found.text or "") if found is not None else ""


def _line(of: Node) -> int:
    said: object = of.sourceline
    return said if isinstance(said, int) else 1


def _broken(of: Node, field: str, reason: str, cure: str) -> BrokenStatement:
    return BrokenStatement(_line(of), field, reason, cure)
