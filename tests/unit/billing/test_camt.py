"""CAMT.053 of several versions; a stranger's XML is given no entity, no DTD and no network."""

from __future__ import annotations

from decimal import Decimal

import pytest

from billing.payments.statement import camt, entry
from billing.payments.statement.entry import BrokenStatement

IBAN = "DE89370400440532013000"


def document(entries: str, version: str = "02", balances: str = "", iban: str = IBAN) -> bytes:
    return (
        f'<?xml version="1.0"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.'
        f'{version}">\n<BkToCstmrStmt><Stmt><Acct><Id><IBAN>{iban}</IBAN></Id></Acct>\n'
        f"{balances}{entries}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def ntry(amount: str, details: str = "", side: str = "CRDT", more: str = "") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd>{more}'
        "<Sts>BOOK</Sts><BookgDt><Dt>2026-10-12</Dt></BookgDt>"
        f"<AcctSvcrRef>R{amount}</AcctSvcrRef><NtryDtls>{details}</NtryDtls></Ntry>\n"
    )


OLD = (
    "<TxDtls><Refs><EndToEndId>E1</EndToEndId></Refs><RltdPties><Dbtr><Nm>Acme</Nm></Dbtr>"
    f"<DbtrAcct><Id><IBAN>{IBAN}</IBAN></Id></DbtrAcct></RltdPties><RmtInf><Ustrd>RE 7</Ustrd>"
    "</RmtInf></TxDtls>"
)
NEW = OLD.replace("<Nm>Acme</Nm>", "<Pty><Nm>Acme</Nm></Pty>")


@pytest.mark.parametrize(("version", "details"), [("02", OLD), ("08", NEW), ("13", NEW)])
def test_one_transfer_in_old_and_new_versions(version: str, details: str) -> None:
    (found,) = camt.read(document(ntry("12.50", details), version), IBAN, "EUR")
    assert (found.amount, found.currency, found.payer) == (Decimal("12.50"), "EUR", "Acme")
    assert (found.iban, found.text, found.end_to_end) == (IBAN, "RE 7", "E1")


def part(amount: str, reference: str, tender: str = "EUR") -> str:
    return (
        f'<TxDtls><AmtDtls><TxAmt><Amt Ccy="{tender}">{amount}</Amt></TxAmt></AmtDtls><RmtInf>'
        f"<Strd><CdtrRefInf><Ref>{reference}</Ref></CdtrRefInf></Strd></RmtInf></TxDtls>"
    )


def test_a_batch_is_its_transactions_where_they_make_it_up() -> None:
    whole = document(ntry("30.00", part("10.00", "A") + part("20.00", "B")))
    found = camt.read(whole, IBAN, "EUR")
    assert [(each.amount, each.reference) for each in found] == [
        (Decimal("10.00"), "A"),
        (Decimal("20.00"), "B"),
    ]
    assert len({key for key, _ in entry.keyed(found)}) == 2
    for other in (part("19.00", "B"), part("20.00", "B", "USD")):
        (one,) = camt.read(document(ntry("30.00", part("10.00", "A") + other)), IBAN, "EUR")
        assert one.amount == Decimal("30.00") and "B" in one.text


def test_a_reversal_takes_back_and_what_is_pending_is_not_there() -> None:
    back = ntry("12.50", OLD, "DBIT", "<RvslInd>true</RvslInd>")
    pending = ntry("9.00").replace("BOOK", "PDNG")
    (found,) = camt.read(document(back + pending), IBAN, "EUR")
    assert (found.amount, found.is_reversal, found.payer) == (Decimal("-12.50"), True, "Acme")


def balance(code: str, amount: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>{amount}</Amt>"
        "<CdtDbtInd>CRDT</CdtDbtInd></Bal>\n"
    )


def test_a_file_with_a_gap_is_refused_whole() -> None:
    right = balance("OPBD", "1.00") + balance("CLBD", "13.50")
    assert len(camt.read(document(ntry("12.50"), balances=right), IBAN, "EUR")) == 1
    wrong = balance("OPBD", "1.00") + balance("CLBD", "14.50")
    with pytest.raises(BrokenStatement, match="line 5, Bal"):
        camt.read(document(ntry("12.50"), balances=wrong), IBAN, "EUR")


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("file", "field"),
    [
        (b"<Document", "XML"),
        (b"", "XML"),
        (BOMB.encode() + b"<Document>&b;</Document>", "DOCTYPE"),
        (b'<!DOCTYPE d SYSTEM "http://127.0.0.1/x.dtd"><Document/>', "DOCTYPE"),
        (b"<Document/>", "Document"),
        (document("").replace(b"053", b"052"), "Document"),
        (document(ntry("1,50")), "Amt"),
        (document(ntry("-1.50")), "Amt"),
        (document(ntry("1.505")), "Amt"),
        (document(ntry("1.50", side="IN")), "CdtDbtInd"),
        (document(ntry("1.50").replace("2026-10-12", "12.10.2026")), "BookgDt"),
        (document(ntry("1.50"), iban="GB33BUKB20201555555555"), "Acct"),
    ],
)
def test_what_is_broken_is_named(file: bytes, field: str) -> None:
    with pytest.raises(BrokenStatement) as told:
        camt.read(file, IBAN, "EUR")
    assert told.value.field == field and told.value.line >= 1


def test_a_file_on_this_machine_is_not_read_into_a_statement() -> None:
    stolen = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    text = document(ntry("1.50", OLD.replace("RE 7", "&x;"))).decode().split("\n", 1)[1]
    with pytest.raises(BrokenStatement) as told:
        camt.read((stolen + text).encode(), IBAN, "EUR")
    assert told.value.field == "DOCTYPE"
