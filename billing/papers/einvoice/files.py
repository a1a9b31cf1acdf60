"""The data of a document in both syntaxes of EN 16931: CII, as Factur-X attaches it, and UBL."""

from __future__ import annotations

import facturx

from billing.papers.einvoice import terms
from billing.papers.paper import Paper

PROFILE = "en16931"


def cii(paper: Paper) -> bytes:
    """Cross Industry Invoice; the same bytes for the same document."""
    made: bytes = facturx.generate_cii_xml(
        terms.of(paper), level=PROFILE, check_xsd=False, check_schematron=False
    )
    return made


def ubl(paper: Paper) -> bytes:
    """UBL 2.1, an `Invoice` or a `CreditNote`; the same bytes for the same document."""
    made: bytes = facturx.generate_ubl_xml(
        terms.of(paper), level=PROFILE, check_xsd=False, check_schematron=False
    )
    return made
