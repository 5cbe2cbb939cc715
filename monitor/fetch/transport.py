"""HTTP on the wire: the only module that imports httpx and httpcore, so that another version of them is one line here.

What the libraries do not do by themselves is done below them, on our own socket: names are looked up and judged by
``guard`` and exactly the judged address is connected to; every read is limited by the fetch's one deadline and by the
bytes that it may still take (httpx's own timeouts are per read, and it has no limit for headers).
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import httpcore
import httpx

from monitor.core.model.fetched import FailureReason
from monitor.fetch.answers import Headers, as_headers
from monitor.fetch.budget import Budget
from monitor.fetch.faults import Disconnected, Fault
from monitor.fetch.guard import AllowedHosts, Resolve, usable_addresses
from monitor.fetch.sockets import connected, is_readable, secured
from monitor.fetch.weburl import WebUrl

_KNOWN_URLS = 1_024


def tls_context() -> ssl.SSLContext:
    """A context that verifies; costs 27 ms to make, so there is one for all connections."""
    context = httpx.create_ssl_context(verify=True, trust_env=False)
    context.set_alpn_protocols(["http/1.1"])
    return context


class Wire:
    """One connection to one origin, used by one fetch at a time. ``tls`` may be None for http only."""

    def __init__(
        self,
        origin: tuple[str, str, int],
        *,
        tls: ssl.SSLContext | None,
        resolve: Resolve,
        allow: AllowedHosts,
        kept_for: float,
    ) -> None:
        self.origin = origin
        self.used = False
        self._transport = _Transport(origin, tls, lambda budget: _reached(origin, resolve, allow, budget), kept_for)
        self._response: httpx.Response | None = None

    def ask(
        self, method: str, url: WebUrl, headers: list[tuple[bytes, bytes]], body: bytes | None, budget: Budget
    ) -> tuple[int, Headers]:
        """Send a request and read the status and headers of the answer. Raises Fault."""
        budget.expect_headers()
        fresh, self.used = not self.used, True
        self._transport.budget = budget
        with _as_faults(kept=not fresh):
            request = httpx.Request(method, _parsed(str(url)), headers=headers, content=body)
            self._response = self._transport.handle_request(request)
        return self._response.status_code, as_headers(self._response.headers.raw)

    def body(self, budget: Budget, max_wire: int) -> Iterator[bytes]:
        """The body of the answer as it comes, not decoded. Raises Fault."""
        budget.expect_body(max_wire)
        if self._response is not None:
            with _as_faults(in_body=True):
                yield from self._response.iter_raw()

    def finish(self) -> bool:
        """Put the answer away; true if the connection can take another request."""
        if self._response is not None:
            self._response.close()
            self._response = None
        return self._transport.is_idle()

    def abort(self) -> None:
        """Make a read that another thread is waiting in end at once."""
        self._transport.abort()

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()


@lru_cache(_KNOWN_URLS)  # the same addresses are asked again and again
def _parsed(url: str) -> httpx.URL:
    """The address as httpx reads it. Raises httpx.InvalidURL."""
    return httpx.URL(url)


def _reached(origin: tuple[str, str, int], resolve: Resolve, allow: AllowedHosts, budget: Budget) -> socket.socket:
    """Look the name up, judge, and connect to the first judged address that answers. Raises Fault."""
    _, host, port = origin
    limit = budget.limits.connect
    addresses = usable_addresses(resolve, host, port, budget.glances(limit), allow)
    fault = Fault(FailureReason.CONNECT, f"{host} cannot be reached")
    for address in addresses:
        try:
            return connected(address, port, budget.glances(limit))
        except TimeoutError:
            fault = Fault(FailureReason.TIMEOUT, f"{host} does not take the connection")
        except OSError as error:
            fault = Fault(FailureReason.CONNECT, f"{host}: {error.strerror or 'cannot be reached'}")
    raise fault


class _Transport(httpx.BaseTransport):
    """httpx's transport over one of httpcore's connections, which stands directly on our own socket.

    httpx's own transport has a pool between the two: it costs a quarter more for a 304 (0.46 against 0.36 ms of CPU,
    loopback, connection kept), and more with each host in it.
    """

    def __init__(
        self,
        origin: tuple[str, str, int],
        tls: ssl.SSLContext | None,
        reached: Callable[[Budget], socket.socket],
        kept_for: float,
    ) -> None:
        scheme, host, port = origin
        self._origin = httpcore.Origin(scheme.encode("ascii"), host.encode("ascii"), port)
        self._host, self._tls, self._reached, self._kept_for = host, tls, reached, kept_for
        self._stream: _MeteredStream | None = None
        self._connection: httpcore.HTTP11Connection | None = None
        self.budget: Budget | None = None  # of the fetch that uses the connection now

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the answer is read as a stream."""
        origin = self._origin
        target = httpcore.URL(scheme=origin.scheme, host=origin.host, port=origin.port, target=request.url.raw_path)
        response = self._connected().handle_request(
            httpcore.Request(method=request.method, url=target, headers=request.headers.raw, content=request.stream)
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response), request=request)

    def is_idle(self) -> bool:
        """Whether a connection is open and free."""
        return self._connection is not None and self._connection.is_idle()

    def abort(self) -> None:
        """Make a read that another thread is waiting in end at once."""
        if self._stream is not None:
            self._stream.abort()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()

    def _connected(self) -> httpcore.HTTP11Connection:
        """The connection as it was kept, or a new one."""
        assert self.budget is not None  # Wire sets it before each request
        if self._stream is not None and self._connection is not None:
            self._stream.budget = self.budget
            if self._connection.is_idle() and not self._connection.has_expired():
                return self._connection
            self._connection.close()
        stream = self._stream = _MeteredStream(self._reached(self.budget), self.budget)
        if self._tls is not None and self._origin.scheme == b"https":
            stream.start_tls(self._tls, self._host)
        self._connection = httpcore.HTTP11Connection(self._origin, stream, self._kept_for)
        return self._connection


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _MeteredStream(httpcore.NetworkStream):
    """A socket whose every operation is limited by the budget of the fetch that uses it now.

    httpcore's own timeouts are not used.
    """

    def __init__(self, sock: socket.socket, budget: Budget) -> None:
        self._sock, self.budget = sock, budget

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - see above
        budget = self.budget
        size = budget.room(max_bytes)
        for seconds in budget.glances(budget.limits.silence):
            self._sock.settimeout(seconds)
            try:
                data = self._sock.recv(size)
            except TimeoutError:
                continue
            except OSError as error:
                raise httpcore.ReadError(str(error)) from error
            budget.spend(len(data))
            return data
        raise _too_slow(budget)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - see above
        budget = self.budget
        view = memoryview(buffer)
        try:
            while view:
                self._sock.settimeout(budget.seconds(budget.limits.silence))
                view = view[self._sock.send(view) :]
                budget.sent = True
        except TimeoutError:
            raise _too_slow(budget) from None
        except OSError as error:  # httpcore goes on to read: the server may have answered before it hung up
            raise httpcore.WriteError(str(error)) from error

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - see above
    ) -> httpcore.NetworkStream:
        budget = self.budget
        glances = budget.glances(budget.limits.connect)
        self._sock = secured(self._sock, ssl_context, server_hostname or "", glances)
        return self

    def close(self) -> None:
        self._sock.close()

    def abort(self) -> None:
        try:
            self._sock.shutdown(socket.SHUT_RDWR)
        except OSError:  # it is closed already
            pass

    def get_extra_info(self, info: str) -> Any:
        if info == "is_readable":
            return is_readable(self._sock)
        if info == "ssl_object" and isinstance(self._sock, ssl.SSLSocket):
            return self._sock
        return None


def _too_slow(budget: Budget) -> Fault:
    budget.seconds(budget.limits.silence)  # raises when it is the deadline that was met
    return Fault(FailureReason.TIMEOUT, f"silent for {budget.limits.silence.total_seconds():g} s")


@contextmanager
def _as_faults(*, kept: bool = False, in_body: bool = False) -> Iterator[None]:
    """Turn what httpx and httpcore raise into faults, in our words: theirs may quote headers."""
    try:
        yield
    except httpcore.RemoteProtocolError as error:
        text = str(error)
        if in_body and ("peer closed connection" in text or "incomplete" in text):
            raise Fault(FailureReason.TRUNCATED, "the connection ended before the body did") from None
        if "disconnected without sending" in text:
            raise _lost(kept) from None
        raise Fault(FailureReason.PROTOCOL, "the answer is not proper HTTP") from None
    except httpcore.NetworkError:
        if in_body:
            raise Fault(FailureReason.TRUNCATED, "the connection broke before the body ended") from None
        raise _lost(kept) from None
    except httpcore.TimeoutException:
        raise Fault(FailureReason.TIMEOUT, "too slow") from None
    except (httpcore.LocalProtocolError, httpcore.UnsupportedProtocol, httpx.HTTPError, UnicodeError):
        raise Fault(FailureReason.PROTOCOL, "the request cannot be sent as it is", permanent=True) from None
    except httpx.InvalidURL:
        raise Fault(FailureReason.BAD_URL, "not a usable address") from None


def _lost(kept: bool) -> Fault:
    text = "the server closed the connection without an answer"
    return Disconnected(FailureReason.CONNECT, text) if kept else Fault(FailureReason.CONNECT, text)
