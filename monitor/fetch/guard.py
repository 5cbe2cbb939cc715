"""Which addresses may be connected to: judged at connect time, on the very address that is then connected to.

Sources: the IANA special-purpose registries for IPv4 and IPv6 (RFC 6890 and updates), RFC 6598 (shared space),
RFC 6052 and 8215 (NAT64), RFC 4380 (Teredo), RFC 3056 (6to4), RFC 9637 (documentation), and the clouds' own papers for
metadata addresses that lie in public space. Written out instead of ``ipaddress.is_private``, whose answer changes from
one Python to the next.
"""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from monitor.core.errors import ConfigError
from monitor.core.model.fetched import FailureReason
from monitor.fetch.faults import Fault
from monitor.fetch.weburl import read_host

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]  # host, port -> addresses, best first; raises OSError
Found = Sequence[str] | Exception
MOST_LOOK_UPS = 32  # at once: while no name server answers, each leaves a thread behind, and a container has few
_look_ups = threading.BoundedSemaphore(MOST_LOOK_UPS)

_REFUSED_V4: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(net), why)
    for net, why in (
        ("169.254.169.254/32", "a cloud metadata address"),
        ("100.100.100.200/32", "a cloud metadata address"),
        ("168.63.129.16/32", "a cloud metadata address"),
        ("192.0.0.192/32", "a cloud metadata address"),
        ("0.0.0.0/8", "an unspecified address"),
        ("10.0.0.0/8", "a private address"),
        ("100.64.0.0/10", "an address shared behind a carrier's NAT"),
        ("127.0.0.0/8", "a loopback address"),
        ("169.254.0.0/16", "a link-local address"),
        ("172.16.0.0/12", "a private address"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.0.2.0/24", "a documentation address"),
        ("192.88.99.0/24", "a 6to4 relay address"),
        ("192.168.0.0/16", "a private address"),
        ("198.18.0.0/15", "a benchmark address"),
        ("198.51.100.0/24", "a documentation address"),
        ("203.0.113.0/24", "a documentation address"),
        ("224.0.0.0/4", "a multicast address"),
        ("240.0.0.0/4", "a reserved address"),
    )
)
_REFUSED_V6: tuple[tuple[Network, str], ...] = tuple(
    (ipaddress.ip_network(net), why)
    for net, why in (
        ("::/128", "an unspecified address"),
        ("::1/128", "a loopback address"),
        ("::ffff:0:0/96", "an IPv4-mapped address"),
        ("::/96", "an IPv4-compatible address"),
        ("fd00:ec2::254/128", "a cloud metadata address"),
        ("fc00::/7", "a private address"),
        ("fe80::/10", "a link-local address"),
        ("fec0::/10", "a site-local address"),
        ("ff00::/8", "a multicast address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "a documentation address"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "a documentation address"),
    )
)
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that IANA has given out for the public IPv6 net
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def why_refused(address: str) -> str:
    """Why nobody may connect to this address: ``a loopback address``; "" where it is an ordinary public one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "not an address"
    if isinstance(ip, ipaddress.IPv4Address):
        return next((why for net, why in _REFUSED_V4 if ip in net), "")
    if ip in _NAT64:
        embedded = why_refused(str(ipaddress.IPv4Address(ip.packed[-4:])))
        return f"{embedded} behind NAT64" if embedded else ""
    for net, why in _REFUSED_V6:
        if ip in net:
            return why
    return "" if ip in _GLOBAL_UNICAST else "a reserved address"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedHosts:
    """Hosts and networks that the operator lets through although the guard would refuse them."""

    names: frozenset[str] = frozenset()
    suffixes: tuple[str, ...] = ()  # ".example" for "*.example"
    networks: tuple[Network, ...] = ()

    @classmethod
    def parse(cls, text: str) -> AllowedHosts:
        """Read ``localhost,127.0.0.0/8,*.example``: host names, ``*.`` suffixes, addresses, networks; "" = none.

        Raises ConfigError that names the item.
        """
        names: set[str] = set()
        suffixes: list[str] = []
        networks: list[Network] = []
        for item in filter(None, (part.strip() for part in text.split(","))):
            try:
                if "/" in item or ":" in item:
                    networks.append(ipaddress.ip_network(item.replace("[", "").replace("]", "")))
                elif item.startswith("*."):
                    suffixes.append("." + read_host(item[2:]))
                else:
                    _place(read_host(item), names, networks)
            except (ValueError, Fault) as error:
                why = error.detail if isinstance(error, Fault) else str(error)
                problem = f"{item!r} is neither a host, *.host, address nor network ({why})"
                raise ConfigError(problem, key="MONITOR_ALLOW_HOSTS") from None
        return cls(names=frozenset(names), suffixes=tuple(suffixes), networks=tuple(networks))

    def lists(self, host: str) -> bool:
        """Whether the operator lists this host as it is written: its name, or the address that it is."""
        if host in self.names or any(host.endswith(suffix) for suffix in self.suffixes):
            return True
        try:
            return self.allows(host, str(ipaddress.ip_address(host)))
        except ValueError:
            return False

    def allows(self, host: str, address: str) -> bool:
        """Whether the operator lists this host by name, or the network that ``address`` is in."""
        if host in self.names or any(host.endswith(suffix) for suffix in self.suffixes):
            return True
        if not self.networks:
            return False
        ip = ipaddress.ip_address(address.partition("%")[0])
        return any(ip in network for network in self.networks)


def _place(host: str, names: set[str], networks: list[Network]) -> None:
    try:
        networks.append(ipaddress.ip_network(host))
    except ValueError:
        names.add(host)


NONE_ALLOWED = AllowedHosts()


def system_resolver(host: str, port: int) -> tuple[str, ...]:
    """Addresses of a host from the system's resolver, in its order (RFC 6724). Raises OSError."""
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def look_up(resolve: Resolve, host: str, port: int, glances: Iterable[float]) -> Sequence[str]:
    """Addresses of a host; addresses are returned as they are. Raises Fault: DNS, or TIMEOUT after all ``glances``.

    The system's resolver cannot be told a limit, so it runs in a thread of its own that is left behind when it is late;
    at most ``MOST_LOOK_UPS`` of them.
    """
    try:
        return (str(ipaddress.ip_address(host)),)
    except ValueError:
        pass
    answers: SimpleQueue[Found] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, ValueError) as error:
            answers.put(error)
        finally:
            _look_ups.release()

    left = iter(glances)
    answer = None
    if _look_ups.acquire(blocking=False) or any(_look_ups.acquire(timeout=seconds) for seconds in left):
        try:
            threading.Thread(target=ask, name=f"resolve {host}", daemon=True).start()
        except RuntimeError:  # the system gives no more threads
            _look_ups.release()
            raise Fault(FailureReason.DNS, f"{host}: cannot be looked up now") from None
        answer = _first(answers, left)
    if answer is None:
        raise Fault(FailureReason.TIMEOUT, f"no answer for the name {host}")
    if isinstance(answer, Exception) or not answer:
        later = isinstance(answer, socket.gaierror) and answer.errno == socket.EAI_AGAIN
        raise Fault(FailureReason.DNS, f"{host}: " + ("name server does not answer" if later else "no such name"))
    return answer


def _first(answers: SimpleQueue[Found], glances: Iterable[float]) -> Found | None:
    for seconds in glances:
        try:
            return answers.get(timeout=seconds)
        except Empty:
            continue
    return None


def usable_addresses(
    resolve: Resolve, host: str, port: int, glances: Iterable[float], allow: AllowedHosts = NONE_ALLOWED
) -> tuple[str, ...]:
    """The addresses of ``host`` that may be connected to. Raises Fault(BLOCKED_ADDRESS) when there is none."""
    found = look_up(resolve, host, port, glances)
    usable = tuple(address for address in found if not why_refused(address) or allow.allows(host, address))
    if not usable:
        raise Fault(FailureReason.BLOCKED_ADDRESS, f"{host} is {why_refused(found[0])}")
    return usable


def allowed_target(
    host: str, allow: AllowedHosts = NONE_ALLOWED, *, resolve: Resolve = system_resolver, seconds: float = 5.0
) -> str:
    """Why nobody may send to ``host``, or "" where it is fine.

    For code that connects by itself and cannot be given an address: one bad address among several is enough to refuse,
    and so is a name that cannot be resolved now.
    """
    try:
        name = read_host(host)
        found = look_up(resolve, name, 0, (seconds, seconds))  # at most so long for its turn, and for the answer
    except Fault as fault:
        return fault.detail
    bad = (address for address in found if why_refused(address) and not allow.allows(name, address))
    return next((f"{name} is {why_refused(address)}" for address in bad), "")
