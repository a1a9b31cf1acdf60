"""Small real servers on loopback, and names that lead to them."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from underpin.kernel.outbound_address import AddressRule

Answer = Callable[[asyncio.StreamWriter], Awaitable[None]]


@dataclass
class HttpServer:
    """What it was asked, in full."""

    port: int = 0
    heads: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)


@asynccontextmanager
async def http_server(
    answer: Answer, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[HttpServer]:
    """Reads one request per connection, notes it and lets `answer` write."""
    noted = HttpServer()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            noted.heads.append(head)
            length = [line for line in head.lower().split("\r\n") if "content-length" in line]
            size = int(length[0].partition(":")[2]) if length else 0
            noted.bodies.append(await reader.readexactly(size))
            await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            noted.heads.append("hung up")
        finally:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0, ssl=tls)
    noted.port = server.sockets[0].getsockname()[1]
    async with server:
        yield noted


def leading_to(*addresses: str, asked: list[str] | None = None) -> AddressRule:
    """A rule for tests: every name leads to these addresses, private ones allowed."""

    async def resolve(host: str, port: int) -> tuple[str, ...]:
        if asked is not None:
            asked.append(host)
        return addresses

    return AddressRule(allow_private=True, resolve=resolve)


def certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context for the name, and a client's that trusts it alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signed = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2120, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = signed.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    (folder / "server.pem").write_bytes(pem + secret)
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(folder / "server.pem")
    return server, ssl.create_default_context(cadata=pem.decode())
