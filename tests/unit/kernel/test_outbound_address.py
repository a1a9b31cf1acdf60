"""Nobody can have us speak to the inside of our own network."""

import pytest

from underpin.kernel import outbound_address
from underpin.kernel.outbound_address import AddressRefused, AddressRule

PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::808:808"]
PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "198.18.0.1",
    "192.0.2.1", "240.0.0.1", "255.255.255.255", "::1", "fd00::1", "fc00::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b:1::1",
    "::127.0.0.1", "2001:db8::1", "fec0::1", "2001::1", "100::1",
]  # fmt: skip
NEVER = [
    "169.254.169.254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "fe80::1", "fe80::1%eth0",
    "0.0.0.0", "::", "::ffff:0.0.0.0", "224.0.0.1", "ff02::1", "", "localhost", "1.2.3", "0x7f.1",
    "2130706433", "127.1",
]  # fmt: skip


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_reached(address: str) -> None:
    assert outbound_address.permitted(address, allow_private=False)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused_unless_the_settings_allow_them(address: str) -> None:
    assert not outbound_address.permitted(address, allow_private=False)
    assert outbound_address.permitted(address, allow_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_never_reached(address: str) -> None:
    assert not outbound_address.permitted(address, allow_private=False)
    assert not outbound_address.permitted(address, allow_private=True)


def _rule(*addresses: str, trusted: frozenset[str] = frozenset()) -> AddressRule:
    async def resolve(host: str, port: int) -> tuple[str, ...]:
        return addresses

    return AddressRule(trusted_hosts=trusted, resolve=resolve)


async def test_a_name_is_reached_at_every_address_it_has() -> None:
    assert await _rule(*PUBLIC).addresses("vendor.example", 443) == tuple(PUBLIC)


@pytest.mark.parametrize("found", [(), ("10.0.0.1",), ("1.1.1.1", "10.0.0.1"), ("::1", "1.1.1.1")])
async def test_one_private_address_refuses_the_whole_name(found: tuple[str, ...]) -> None:
    with pytest.raises(AddressRefused, match=r"vendor\.example") as refused:
        await _rule(*found).addresses("vendor.example", 443)
    assert refused.value.status == 403


async def test_the_relay_that_the_settings_name_may_be_inside() -> None:
    rule = _rule("10.0.0.25", trusted=frozenset({"mail.internal"}))

    assert await rule.addresses("mail.internal", 25) == ("10.0.0.25",)
    with pytest.raises(AddressRefused):
        await rule.addresses("other.internal", 25)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f000001"])
async def test_other_spellings_of_loopback_are_loopback(host: str) -> None:
    with pytest.raises(AddressRefused):
        await AddressRule().addresses(host, 443)


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "..", "ex ample"])
async def test_a_name_that_leads_nowhere_is_refused(host: str) -> None:
    with pytest.raises(AddressRefused):
        await outbound_address.resolve(host, 443)
