"""Addresses as people see them: without what lets somebody in."""

from __future__ import annotations

import pytest

from monitor.core.urls import without_credentials, without_login


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://me:planted@feeds.example/x?a=1#b", "https://feeds.example/x?a=1#b"),
        ("https://feeds.example/x?Token=planted&a=1", "https://feeds.example/x?Token=&a=1"),
        ("https://feeds.example/x?a=1&x-api_key=planted;auth=planted", "https://feeds.example/x?a=1&x-api_key=;auth="),
        ("https://feeds.example/x?author=ana&key=7&code=NL", "https://feeds.example/x?author=ana&key=7&code=NL"),
        ("https://[planted", ""),
    ],
)
def test_credentials_are_left_out_and_nothing_else(url: str, shown: str) -> None:
    assert without_credentials(url) == shown


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://me:pl@nted@feeds.example:81/x?token=1#b", "https://feeds.example:81/x?token=1#b"),
        ("https://feeds.example/@name?", "https://feeds.example/@name?"),
        ("https://me@[planted", ""),
    ],
)
def test_a_link_for_people_has_no_login(url: str, link: str) -> None:
    assert without_login(url) == link
