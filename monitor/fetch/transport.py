"""HTTP on the wire: the only module that imports httpx and httpcore, so that another version of them is one line here.

What the libraries do not do by themselves is done below them, in the network backend: names are looked up and judged by
``guard`` and exactly the judged address is connected to; every read is limited by the fetch's one deadline and by the
bytes that it may still take (httpx's own timeouts are per read, and it has no limit for headers).
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import httpcore
import httpx

from monitor.core.model.fetched import FailureReason
from monitor.fetch.answers import Headers, as_headers
from monitor.fetch.budget import Budget, FetchLimits
from monitor.fetch.faults import Disconnected, Fault
from monitor.fetch.guard import AllowedHosts, Resolve, usable_addresses
from monitor.fetch.sockets import connected, is_readable, secured
from monitor.fetch.weburl import WebUrl

SocketOptions = Iterable[Any]


def tls_context() -> ssl.SSLContext:
    """A context that verifies; costs 27 ms to make, so there is one for all connections."""
    return httpx.create_ssl_context(verify=True, trust_env=False)


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
        self._backend = _GuardedBackend(resolve, allow)
        self._transport = _Transport(tls, self._backend, kept_for)
        self._response: httpx.Response | None = None

    def ask(
        self, method: str, url: WebUrl, headers: list[tuple[bytes, bytes]], body: bytes | None, budget: Budget
    ) -> tuple[int, Headers]:
        """Send a request and read the status and headers of the answer. Raises Fault."""
        self._backend.budget = budget
        budget.expect_headers()
        fresh, self.used = not self.used, True
        with _as_faults(kept=not fresh):
            request = httpx.Request(method, str(url), headers=headers, content=body)
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
        self._backend.abort()

    def close(self) -> None:
        """Close the connection."""
        self._transport.close()


class _Transport(httpx.BaseTransport):
    """httpx's transport interface over a pool of one connection with our network backend."""

    def __init__(self, tls: ssl.SSLContext | None, backend: httpcore.NetworkBackend, kept_for: float) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_connections=1,
            max_keepalive_connections=1,
            keepalive_expiry=kept_for,
            network_backend=backend,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request; the body of the response is read as a stream."""
        response = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.stream,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Stream(response), request=request)

    def is_idle(self) -> bool:
        """Whether a connection is open and free."""
        return any(connection.is_idle() for connection in self._pool.connections)

    def close(self) -> None:
        """Close the pool."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _GuardedBackend(httpcore.NetworkBackend):
    """Connects to addresses that the guard lets through, and to no other. httpcore's own timeouts are not used."""

    def __init__(self, resolve: Resolve, allow: AllowedHosts) -> None:
        self._resolve, self._allow = resolve, allow
        self._stream: _MeteredStream | None = None
        self.budget = Budget(FetchLimits())  # of the fetch that uses the connection now

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,  # noqa: ARG002
        socket_options: SocketOptions | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        """Look the name up, judge, and connect to the first judged address that answers."""
        budget = self.budget
        addresses = usable_addresses(self._resolve, host, port, budget.glances(budget.limits.connect), self._allow)
        fault = Fault(FailureReason.CONNECT, f"{host} cannot be reached")
        for address in addresses:
            try:
                sock = connected(address, port, budget.glances(budget.limits.connect))
            except TimeoutError:
                fault = Fault(FailureReason.TIMEOUT, f"{host} does not take the connection")
            except OSError as error:
                fault = Fault(FailureReason.CONNECT, f"{host}: {error.strerror or 'cannot be reached'}")
            else:
                self._stream = _MeteredStream(sock, self)
                return self._stream
        raise fault

    def abort(self) -> None:
        if self._stream is not None:
            self._stream.abort()


class _MeteredStream(httpcore.NetworkStream):
    """A socket whose every operation is limited by the budget of the fetch that uses it now."""

    def __init__(self, sock: socket.socket, backend: _GuardedBackend) -> None:
        self._sock, self._backend = sock, backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        budget = self._backend.budget
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

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        budget = self._backend.budget
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
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        budget = self._backend.budget
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
