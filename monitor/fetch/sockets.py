"""Plain sockets: connecting to a judged address, TLS on top, and what their errors mean in our words."""

from __future__ import annotations

import select
import socket
import ssl

from monitor.core.model.fetched import FailureReason
from monitor.fetch.faults import Fault


def connected(address: str, port: int, seconds: float) -> socket.socket:
    """A TCP connection to exactly this address. Raises OSError (TimeoutError when it takes longer)."""
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError:
        sock.close()
        raise
    return sock


def secured(sock: socket.socket, context: ssl.SSLContext, host: str, seconds: float) -> ssl.SSLSocket:
    """The connection with TLS for ``host`` on top; ``sock`` is closed if that fails. Raises Fault TLS or TIMEOUT."""
    try:
        sock.settimeout(seconds)  # limits the handshake as a whole
        return context.wrap_socket(sock, server_hostname=host)
    except (OSError, ValueError) as error:
        sock.close()
        raise _tls_fault(error, host) from None


def _tls_fault(error: Exception, host: str) -> Fault:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Fault(FailureReason.TLS, f"certificate of {host}: {error.verify_message}".rstrip("."))
    if isinstance(error, TimeoutError):
        return Fault(FailureReason.TIMEOUT, f"{host} does not finish the TLS handshake")
    if isinstance(error, ssl.SSLError):
        cause = (error.reason or "handshake failed").replace("_", " ").lower()
        return Fault(FailureReason.TLS, f"{host}: {cause}")
    return Fault(FailureReason.TLS, f"{host}: connection lost in the TLS handshake")


def is_readable(sock: socket.socket) -> bool:
    """Whether something waits to be read; on an idle HTTP/1.1 connection that can only be its end."""
    if sock.fileno() < 0:
        return True
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        return bool(poll.poll(0))
    return bool(select.select([sock], [], [], 0)[0])
