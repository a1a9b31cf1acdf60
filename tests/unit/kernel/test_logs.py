"""One JSON object a line, on standard error, about a request and a tenant, without secrets."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import structlog

from underpin.kernel import logs

_ROOT = Path(__file__).resolve().parents[3] / "platform"


def _lines(program: str) -> list[dict[str, object]]:
    ran = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        check=True,
        cwd=_ROOT,
        timeout=60,
    )
    assert ran.stdout == ""
    return [json.loads(line) for line in ran.stderr.splitlines()]


def test_our_lines_and_our_libraries_lines_come_out_alike() -> None:
    ours, theirs, failed, outside = _lines(
        """
        import logging
        from underpin.kernel import logs
        logs.configure("INFO")
        logger = logs.get("underpin.test")
        with logs.about(request_id="r-1", tenant_id=42):
            logger.info("ticket opened", ticket="ACME-1", password="hunter2")
            logging.getLogger("uvicorn.error").warning("got %s", "Bearer abcdef123456")
            try:
                raise ValueError("cannot reach postgresql://door:pa55@localhost/x")
            except ValueError:
                logger.exception("verb failed")
        logger.info("outside")
        logging.getLogger("httpx").info("GET https://vendor.example/?q=private")
        logger.debug("not shown")
        """
    )

    assert ours["event"] == "ticket opened"
    assert (ours["request_id"], ours["tenant_id"]) == ("r-1", 42)
    assert (ours["ticket"], ours["password"]) == ("ACME-1", "[redacted]")
    assert (ours["level"], ours["logger"]) == ("info", "underpin.test")
    assert str(ours["timestamp"]).endswith("Z")
    assert theirs["event"] == "got [redacted]"
    assert (theirs["logger"], theirs["tenant_id"]) == ("uvicorn.error", 42)
    assert "ValueError" in str(failed["exception"])
    assert "pa55" not in str(failed)
    assert "tenant_id" not in outside


def test_a_line_stays_one_json_object_whatever_is_in_it() -> None:
    event: structlog.typing.EventDict = {
        "event": 'line\nbreak "quoted" \\ Bearer abcdefgh"',
        "thing": object(),
        "bytes": b"upn_api_42_" + b"a" * 43,
        "zażółć": "漢字",
    }

    line = logs.render(None, "info", event)

    assert "\n" not in line
    assert json.loads(line)["zażółć"] == "漢字"
    assert "upn_api" not in line


def test_what_is_bound_is_gone_afterwards() -> None:
    with logs.about(tenant_id=1):
        with logs.about(request_id="r-2"):
            assert structlog.contextvars.get_contextvars() == {"tenant_id": 1, "request_id": "r-2"}
        assert structlog.contextvars.get_contextvars() == {"tenant_id": 1}
    assert "tenant_id" not in structlog.contextvars.get_contextvars()
