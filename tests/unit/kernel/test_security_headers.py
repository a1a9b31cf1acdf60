"""What holds the browser: strict pages, and uploads that can do nothing."""

import pytest

from underpin.kernel import security_headers


@pytest.mark.parametrize("kind", ["desk", "portal"])
def test_pages_run_and_load_our_own_files_and_nothing_else(kind: security_headers.Origin) -> None:
    policy = dict(security_headers.for_origin(kind, https=True))["Content-Security-Policy"]

    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; worker-src 'self'; font-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    assert "unsafe" not in policy


def test_uploads_are_sandboxed_attachments() -> None:
    headers = dict(security_headers.for_origin("content", https=True))

    assert "sandbox" in headers["Content-Security-Policy"].split("; ")
    assert "allow-" not in headers["Content-Security-Policy"]
    assert "script-src" not in headers["Content-Security-Policy"]
    assert headers["Content-Disposition"] == "attachment"


@pytest.mark.parametrize("kind", ["desk", "portal", "content"])
def test_every_origin_refuses_sniffing_framing_and_sensors(kind: security_headers.Origin) -> None:
    headers = dict(security_headers.for_origin(kind, https=False))

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_strict_transport_is_promised_over_https_only() -> None:
    name = "Strict-Transport-Security"

    assert name in dict(security_headers.for_origin("desk", https=True))
    assert name not in dict(security_headers.for_origin("desk", https=False))


@pytest.mark.parametrize(
    ("name", "plain", "encoded"),
    [
        ("report.pdf", "report.pdf", "report.pdf"),
        ("zażółć.txt", "za____.txt", "za%C5%BC%C3%B3%C5%82%C4%87.txt"),
        ("../../etc/passwd", "passwd", "passwd"),
        ("C:\\temp\\a.doc", "a.doc", "a.doc"),
        ('a"; x="b', "a__ x__b", "a%22%3B%20x%3D%22b"),
        ("a\r\nSet-Cookie: b", "aSet-Cookie_ b", "aSet-Cookie%3A%20b"),
        ("..", "file", "file"),
        ("", "file", "file"),
    ],
)
def test_a_file_keeps_its_name_and_cannot_say_more(name: str, plain: str, encoded: str) -> None:
    header = security_headers.attachment(name)

    assert header == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"
