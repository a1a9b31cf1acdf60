"""The catcher: a real mail server whose every message is one whole file."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import aiosmtplib
import pytest

from underpin.kernel import smtp_catcher

MAIL = b"From: a@b.example\r\nSubject: one\r\n\r\nBody\r\n"


async def test_what_is_sent_is_read_back_with_its_envelope_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "caught"
    async with smtp_catcher.listener(folder) as listener:
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=listener.port, timeout=60)
        async with client:
            for number in range(5):
                raw = MAIL.replace(b"one", str(number).encode())
                await client.sendmail(f"s{number}@b.example", ["x@c.example", "y@d.example"], raw)

    caught = smtp_catcher.messages(folder)

    assert [each.sender for each in caught] == [f"s{number}@b.example" for number in range(5)]
    assert {each.recipients for each in caught} == {("x@c.example", "y@d.example")}
    assert [each.raw for each in caught] == [
        MAIL.replace(b"one", str(number).encode()) for number in range(5)
    ]
    assert not list(folder.glob("*.part"))


def test_a_bounce_has_an_empty_sender_and_headers_of_its_own_stay_its_own(tmp_path: Path) -> None:
    own = b"Delivered-To: fake@x.example\r\nReturn-Path: <fake@x.example>\r\n" + MAIL

    smtp_catcher.store(tmp_path, "", ["x@c.example"], own)

    caught = smtp_catcher.messages(tmp_path)[0]
    assert (caught.sender, caught.recipients, caught.raw) == ("", ("x@c.example",), own)


def test_an_unfinished_file_is_no_message_and_no_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "0199.part").write_bytes(b"Return-Path: <")

    assert smtp_catcher.messages(tmp_path) == ()
    assert smtp_catcher.messages(tmp_path / "nowhere") == ()


def test_a_foreign_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "foreign.eml").write_bytes(MAIL)

    with pytest.raises(ValueError, match=r"foreign\.eml"):
        smtp_catcher.messages(tmp_path)


async def test_it_runs_as_a_program_and_stops_when_told(tmp_path: Path) -> None:
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "underpin.kernel.smtp_catcher",
        "--listen", "127.0.0.1:0", "--folder", str(tmp_path / "caught"),
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3] / "platform")},
    )  # fmt: skip
    try:
        assert program.stderr is not None
        said = json.loads(await asyncio.wait_for(program.stderr.readline(), 60))
        assert said["event"] == "catching mail"
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=said["port"], timeout=60)
        async with client:
            await client.sendmail("a@b.example", ["x@c.example"], MAIL)
    finally:
        program.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(program.wait(), 60)

    assert code == 0
    assert [each.raw for each in smtp_catcher.messages(tmp_path / "caught")] == [MAIL]


@pytest.mark.parametrize("listen", ["2525", "host:", "host:port", ":"])
def test_a_wrong_address_is_explained(
    listen: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        smtp_catcher.main(["--listen", listen, "--folder", str(tmp_path)])

    assert "HOST:PORT" in capsys.readouterr().err
