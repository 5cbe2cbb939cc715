"""Plain sockets: connecting to a judged address, TLS on top, and what their errors mean in our words."""

from __future__ import annotations

import errno
import os
import select
import socket
import ssl
from collections.abc import Iterable

from monitor.core.model.fetched import FailureReason
from monitor.fetch.faults import Fault


def connected(address: str, port: int, glances: Iterable[float]) -> socket.socket:
    """A TCP connection to exactly this address. Raises OSError, as TimeoutError when all ``glances`` (s) are over."""
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.setblocking(False)
        problem = sock.connect_ex((address, port))
        if problem == errno.EINPROGRESS:
            _await_writable(sock, glances)
            problem = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if problem:
            raise OSError(problem, os.strerror(problem))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock


def _await_writable(sock: socket.socket, glances: Iterable[float]) -> None:
    poll = select.poll()
    poll.register(sock, select.POLLOUT)
    if not any(poll.poll(seconds * 1000) for seconds in glances):
        raise TimeoutError


def secured(sock: socket.socket, context: ssl.SSLContext, host: str, glances: Iterable[float]) -> ssl.SSLSocket:
    """The connection with TLS for ``host`` on top; ``sock`` is closed if that fails. Raises Fault TLS or TIMEOUT."""
    try:
        made = context.wrap_socket(sock, server_hostname=host, do_handshake_on_connect=False)
    except (OSError, ValueError) as error:
        sock.close()
        raise _tls_fault(error, host) from None
    try:
        _shake_hands(made, glances)
    except OSError as error:
        made.close()
        raise _tls_fault(error, host) from None
    except BaseException:
        made.close()
        raise
    return made


def _shake_hands(sock: ssl.SSLSocket, glances: Iterable[float]) -> None:
    for seconds in glances:
        sock.settimeout(seconds)
        try:
            return sock.do_handshake()
        except TimeoutError:  # OpenSSL goes on where it was
            continue
    raise TimeoutError


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
    poll = select.poll()
    poll.register(sock, select.POLLIN)
    return bool(poll.poll(0))
