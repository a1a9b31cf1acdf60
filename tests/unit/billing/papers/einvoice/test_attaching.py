"""A printed document carries its data, and is the same file whenever it is made."""

from __future__ import annotations

import io

import facturx
import pypdf
import pytest

from billing.papers import rendering
from billing.papers.einvoice import files
from billing.papers.paper import Paper
from tests import fonts
from tests.unit.billing.papers import samples

pytestmark = fonts.needed
PAPERS = pytest.mark.parametrize(
    "paper", [samples.month(), samples.note()], ids=["invoice", "note"]
)


@PAPERS
def test_what_is_attached_is_the_documents_own_data(paper: Paper) -> None:
    made = rendering.pdf(paper, "pl")
    name, found = facturx.get_facturx_xml_from_pdf(made)
    assert (name, found) == ("factur-x.xml", files.cii(paper))


@PAPERS
def test_it_is_the_same_file_at_any_time(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    first = rendering.pdf(paper)
    stamps = {
        "_get_pdf_timestamp": lambda *_: "D:20991231235959+00'00'",
        "_get_metadata_timestamp": lambda: "2099-12-31T23:59:59+00:00",
    }
    for name, stamp in stamps.items():
        assert hasattr(facturx.facturx, name)
        monkeypatch.setattr(facturx.facturx, name, stamp)
    assert rendering.pdf(paper) == first


def test_the_file_says_what_it_is() -> None:
    reader = pypdf.PdfReader(io.BytesIO(rendering.pdf(samples.month(), "ar")))
    root = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_object().get_data().decode()
    for said in ("<pdfaid:part>3<", "<fx:ConformanceLevel>EN 16931<", ">factur-x.xml<"):
        assert said in xmp
    assert xmp.count("2026-11-03T00:00:00+00:00") == 2
    assert root["/AF"][0].get_object()["/AFRelationship"] == "/Alternative"
    assert root["/Lang"] == "ar"
    assert len(reader.trailer["/ID"]) == 2
    assert reader.metadata is not None
    assert str(reader.metadata.title).endswith("ACME-2026-0007")
