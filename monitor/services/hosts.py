"""Hosts: how politely each was asked, over the last days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlsplit

from monitor.core.model.host import HostDay
from monitor.core.urls import host_of
from monitor.store.store import Store

SHOWN = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class HostReport:
    """One host over some days. ``per_day`` is the mean over the days on which it was asked."""

    host: str
    sources: int  # that have an address there
    today: int  # requests
    per_day: float
    busiest: int
    requests: int
    failures: int
    not_modified: int
    bytes_received: int
    bytes_saved: int
    spacing: timedelta
    robots: str
    last_day: date


def list_hosts(store: Store, now: datetime, *, days: int = SHOWN.days) -> list[HostReport]:
    """Every host that was asked in the last ``days`` days (UTC, today included), the busiest first."""
    today = now.date()
    with store.read() as tx:
        found = tx.hosts.since(today - timedelta(days=days - 1))
        addresses = [_site_of(address.url) for source in tx.sources.all() for address in source.addresses]
    reports = [_report(host, list(group), addresses, today) for host, group in groupby(found, key=lambda day: day.host)]
    return sorted(reports, key=lambda report: (-report.requests, report.host))


def report_of(reports: Sequence[HostReport], url: str) -> HostReport | None:
    """The report on the host of an address, if it was asked."""
    site = _site_of(url)
    return next((each for each in reports if each.host == site), None)


def _site_of(url: str) -> str:
    """The name under which an address's requests are counted: the host, with a port that is not the usual one."""
    try:
        port = urlsplit(url).port
    except ValueError:
        port = None
    return host_of(url) if port in (None, 80, 443) else f"{host_of(url)}:{port}"


def _report(host: str, days: list[HostDay], addresses: list[str], today: date) -> HostReport:
    last = days[-1]
    requests = sum(day.requests for day in days)
    return HostReport(
        host=host, sources=addresses.count(host),
        today=last.requests if last.day == today else 0, per_day=requests / len(days),
        busiest=max(day.requests for day in days), requests=requests, failures=sum(day.failures for day in days),
        not_modified=sum(day.not_modified for day in days), bytes_received=sum(day.bytes_received for day in days),
        bytes_saved=sum(day.bytes_saved for day in days), spacing=last.spacing,
        robots=next((day.robots for day in reversed(days) if day.robots), ""), last_day=last.day,
    )  # fmt: skip
