"""Asking the domain name system what an owner wrote there, by the system's own resolver."""

import dns.asyncresolver
import dns.exception
import dns.resolver

from underpin.kernel.outbound_http import OutboundFailed

SECONDS = 10
_MOST = 50


async def texts(name: str) -> tuple[str, ...]:
    """The TXT records of a name, each of its pieces joined; none where there are none. Raises
    OutboundFailed when nobody could say."""
    resolver = dns.asyncresolver.Resolver()
    try:
        answer = await resolver.resolve(name, "TXT", lifetime=SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except dns.exception.DNSException as problem:
        raise OutboundFailed(f"The name servers of {name} could not be asked.") from problem
    return tuple(b"".join(each.strings).decode("utf-8", "replace") for each in answer)[:_MOST]
