from __future__ import annotations

import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.core.errors import ConfigError
from monitor.core.model.fetched import FailureReason
from monitor.fetch.faults import Fault
from monitor.fetch.guard import MOST_LOOK_UPS, AllowedHosts, allowed_target, look_up, usable_addresses, why_refused

REFUSED = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.1.1 169.254.169.254
100.64.0.1 100.127.255.255 100.100.100.200 168.63.129.16 192.0.0.192 192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1
198.19.255.255 192.88.99.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255
:: ::1 ::7f00:1 ::ffff:127.0.0.1 ::ffff:93.184.216.34 fe80::1 fe80::1%eth0 febf::1 fec0::1 fc00::1 fd00::1
fd00:ec2::254 ff02::1 2001:db8::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:10::1 2002:7f00:1::1
2002:5db8:d822::1 3fff::1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 5f00::1 4000::1
::ffff:0:127.0.0.1 nonsense
""".split()
PUBLIC = "93.184.216.34 8.8.8.8 100.63.255.255 172.32.0.1 2606:2800:220:1::1 2a00:1450::1 64:ff9b::808:808".split()


@pytest.mark.parametrize("address", REFUSED)
def test_special_addresses_are_refused(address: str) -> None:
    assert why_refused(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not(address: str) -> None:
    assert why_refused(address) == ""


def test_the_operator_lets_hosts_suffixes_and_networks_through() -> None:
    allow = AllowedHosts.parse(" localhost, 10.1.0.0/16,*.intern.example ,[::1],127.0.0.1,")
    assert allow.allows("localhost", "127.0.0.9")
    assert allow.allows("a.b.intern.example", "192.168.0.1")
    assert allow.allows("anything", "10.1.2.3")
    assert allow.allows("anything", "::1")
    assert allow.allows("anything", "127.0.0.1")
    assert not allow.allows("intern.example", "192.168.0.1")
    assert not allow.allows("xintern.example", "192.168.0.1")
    assert not allow.allows("anything", "10.2.0.1")


@pytest.mark.parametrize("bad", ["*", "*.", "http://x", "10.0.0.0/33", "10.0.0.1/8", "a b", "x:80", "-", "a/b", "%"])
def test_a_bad_item_is_told(bad: str) -> None:
    with pytest.raises(ConfigError, match="MONITOR_ALLOW_HOSTS"):
        AllowedHosts.parse(f"localhost,{bad}")


def test_only_the_usable_ones_of_several_addresses_are_used() -> None:
    found = ("10.0.0.1", "8.8.8.8", "::1", "2a00:1450::1")
    assert usable_addresses(lambda host, port: found, "x.example", 80, (1,)) == ("8.8.8.8", "2a00:1450::1")


def test_a_name_for_private_addresses_is_blocked() -> None:
    with pytest.raises(Fault) as caught:
        usable_addresses(lambda host, port: ("10.0.0.1",), "x.example", 80, (1,))
    assert caught.value.reason is FailureReason.BLOCKED_ADDRESS
    assert caught.value.detail == "x.example is a private address"


def test_a_name_server_that_never_answers_is_given_up() -> None:
    forever = threading.Event()
    with pytest.raises(Fault) as caught:
        look_up(lambda host, port: (str(forever.wait(200)),), "slow.example", 80, (0.02, 0.03))
    forever.set()
    assert caught.value.reason is FailureReason.TIMEOUT


def test_a_name_that_is_not_there_is_a_dns_failure() -> None:
    def nowhere(host: str, port: int) -> tuple[str, ...]:
        raise socket.gaierror(socket.EAI_NONAME, "x")

    for resolve in (nowhere, lambda host, port: ()):
        with pytest.raises(Fault) as caught:
            look_up(resolve, "no.example", 80, (1,))
        assert caught.value.reason is FailureReason.DNS


def test_a_target_is_refused_for_any_bad_address() -> None:
    def resolve(host: str, port: int) -> tuple[str, ...]:
        return {"good.example": ("8.8.8.8",), "mixed.example": ("8.8.8.8", "127.0.0.1")}.get(host, ())

    assert allowed_target("good.example", resolve=resolve) == ""
    assert allowed_target("mixed.example", resolve=resolve) == "mixed.example is a loopback address"
    assert allowed_target("mixed.example", AllowedHosts.parse("mixed.example"), resolve=resolve) == ""
    assert "no such name" in allowed_target("gone.example", resolve=resolve)
    assert allowed_target("0x7f.1") == "127.0.0.1 is a loopback address"
    assert allowed_target("[::1]") == "::1 is a loopback address"
    assert allowed_target("local host")
    assert allowed_target("localhost")


def test_name_servers_that_do_not_answer_take_a_bounded_number_of_threads() -> None:
    over = threading.Event()

    def hangs(_host: str, _port: int) -> tuple[str, ...]:
        over.wait(200)
        return ("93.184.216.34",)

    def late(number: int) -> str:
        with pytest.raises(Fault) as met:
            look_up(hangs, f"host{number}.example", 80, (0.05,))
        return met.value.reason.value

    try:
        with ThreadPoolExecutor(8) as threads:
            reasons = set(threads.map(late, range(MOST_LOOK_UPS + 8)))
        resolving = [each for each in threading.enumerate() if each.name.startswith("resolve ")]
        assert (reasons, len(resolving) <= MOST_LOOK_UPS) == ({FailureReason.TIMEOUT.value}, True)
    finally:
        over.set()
    assert look_up(hangs, "host.example", 80, (100.0, 100.0)) == ("93.184.216.34",)
