"""Which network addresses we may speak to on somebody's behalf.

Names are resolved here and the connection is made to the very address that was checked, so that a
name cannot answer with a public address for the check and a private one for the connection.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from underpin.kernel import errors

Resolve = Callable[[str, int], Awaitable[tuple[str, ...]]]
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(errors.Forbidden):
    """A name that leads to no address, or to one inside our own network."""

    code = "address-refused"


async def resolve(host: str, port: int) -> tuple[str, ...]:
    """Every address of the host, as the system's resolver gives them. Raises AddressRefused when
    there is none."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(f"The name {host!r} leads nowhere: correct it.") from error
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


@dataclass(frozen=True, slots=True)
class AddressRule:
    """What may be reached. `allow_private` is for the demo and tests, where everything is on
    loopback; `trusted_hosts` are names that the settings, not a tenant, point at, such as the
    installation's own mail relay."""

    allow_private: bool = False
    trusted_hosts: frozenset[str] = frozenset()
    resolve: Resolve = resolve

    async def addresses(self, host: str, port: int) -> tuple[str, ...]:
        """The addresses to connect to, all of them allowed. One that is not refuses the whole
        name: no honest name mixes them. Raises AddressRefused."""
        private = self.allow_private or host in self.trusted_hosts
        found = await self.resolve(host, port)
        if not found or not all(permitted(each, allow_private=private) for each in found):
            raise AddressRefused(
                f"The name {host!r} does not lead to a public address: "
                "use one that can be reached from the internet."
            )
        return found


PUBLIC_ONLY = AddressRule()


def permitted(address: str, *, allow_private: bool) -> bool:
    """Whether a literal address is public; with `allow_private` also loopback and private ones,
    but never link-local (where clouds keep their credentials), multicast or unspecified."""
    try:
        parsed = _embedded(ipaddress.ip_address(address))
    except ValueError:
        return False
    if parsed.is_multicast or parsed.is_unspecified or parsed.is_link_local:
        return False
    if allow_private:
        return True
    if isinstance(parsed, ipaddress.IPv6Address) and parsed not in _GLOBAL_UNICAST:
        return False
    return parsed.is_global and not parsed.is_reserved


def _embedded(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 one stands for (mapped, 6to4, NAT64), where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address
