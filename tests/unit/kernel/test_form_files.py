"""A form that brings files says who it is in its first field, which is read without the rest."""

from __future__ import annotations

import pytest

from underpin.kernel.web import form_files

FORM = (
    b'--b1\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nTOKEN\r\n--b1\r\n'
    b'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\n...'
)


def test_the_first_field_is_read_and_no_other() -> None:
    between = form_files.boundary("multipart/form-data; boundary=b1")
    assert between == b"b1"
    assert form_files.first_field(FORM, between, "csrf") == "TOKEN"
    assert form_files.first_field(FORM, between, "file") is None
    assert form_files.first_field(FORM[:60], between, "csrf") is None, "cut short"
    second = FORM.replace(b'"csrf"', b'"other"').replace(b'"file"', b'"csrf"')
    assert form_files.first_field(second, between, "csrf") is None, "it must stand first"


@pytest.mark.parametrize("kind", ["application/json", "multipart/mixed; boundary=b", ""])
def test_other_bodies_are_no_forms_with_files(kind: str) -> None:
    assert form_files.boundary(kind) is None
