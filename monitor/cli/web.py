"""``monitor web``: the web page alone, its password and its keys."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from monitor.cli.program import Group

if TYPE_CHECKING:
    from monitor.config.settings import Settings


@click.group(
    "web",
    cls=Group,
    examples=(
        ("monitor web serve", "the page alone; `monitor run` serves it too"),
        ("monitor web password", "set or replace its password"),
        ("monitor web token 'nightly script' > token", "for the API"),
    ),
)
def web() -> None:
    """The web page, its password, tokens and feed links.

    `monitor run` serves the page on 127.0.0.1:8080; MONITOR_WEB names another address, or off.
    """


@web.command("serve", examples=(("MONITOR_WEB=127.0.0.1:9000 monitor web serve", ""),))
def serve() -> int:
    """Serve the page alone until Ctrl-C, beside a monitor that runs elsewhere on the same database."""
    import signal
    import threading

    from monitor.app.page import WebPage, check_web
    from monitor.cli import session
    from monitor.core.errors import UserMistake

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with session.machine() as monitor:
        if monitor.settings.web is None:
            raise UserMistake("MONITOR_WEB is off: give it an address, as in MONITOR_WEB=127.0.0.1:8080")
        check_web(monitor)
        page = WebPage(monitor)
        if not page.open():
            return 1
        stop.wait()
        page.close()
    return 0


@web.command("password", examples=(("monitor web password", ""), ("monitor web password < file", "its first line")))
def password() -> None:
    """Set the password of the page. Every browser is logged out; tokens and feed links stay."""
    from monitor.cli import session
    from monitor.services.access import set_password
    from monitor.web.passwords import hash_password

    with session.session() as held:
        _refuse_given(held.settings)
        given = (click.prompt("New password", hide_input=True, confirmation_prompt=True) if sys.stdin.isatty()
                 else sys.stdin.readline().rstrip("\r\n"))  # fmt: skip
        set_password(held.store, hash_password(given))
    click.echo("The password is set. Every browser was logged out.")


@web.command("link", examples=(("monitor web link", "also when the password is forgotten"),))
def link() -> None:
    """Print a one-time link by which a new password is set within a day."""
    from monitor.app.page import welcome_link
    from monitor.cli import session

    with session.session() as held:
        _refuse_given(held.settings)
        _address(held.settings)
        click.echo(welcome_link(held.settings, held.store, session.now()))


@web.command("token", examples=(("monitor web token 'nightly script'", ""), ("monitor web token importer --write", "")))
@click.argument("name")
@click.option("--write", is_flag=True, help="It may also change things.")
def token(name: str, write: bool) -> None:
    """Make an API token and print it, this once."""
    from monitor.cli import session
    from monitor.services.access import make_token

    with session.session() as held:
        _, secret = make_token(held.store, name, ["read", "write"] if write else ["read"], session.now())
    click.echo(secret)


@web.command("feed", examples=(("monitor web feed 'my reader'", ""),))
@click.argument("name")
def feed(name: str) -> None:
    """Make a feed link and print its address, this once."""
    from monitor.cli import session
    from monitor.services.access import make_feed_link

    with session.session() as held:
        where = _address(held.settings)
        _, secret = make_feed_link(held.store, name, session.now())
        click.echo(f"{where}/feeds/{secret}/all.atom")


@web.command("keys", examples=(("monitor web keys", ""),))
@click.option("--json", "as_json", is_flag=True, help="A JSON array.")
def keys(as_json: bool) -> None:
    """List API tokens and feed links, without their secrets."""
    from monitor.cli import session, table
    from monitor.core.wording import when
    from monitor.services.access import list_keys
    from monitor.services.export import iso

    with session.session() as held:
        found = list_keys(held.store)
        if as_json:
            table.print_json([{"id": key.id, "kind": key.kind.value, "name": key.name, "scopes": list(key.scopes),
                               "created": iso(key.created_at)} for key in found])  # fmt: skip
            return
        rows = [(str(key.id), key.kind.value, key.name, ", ".join(key.scopes), when(key.created_at, held.zone))
                for key in found]  # fmt: skip
    table.print_table(("id", "kind", "name", "may", "made"), rows, right=("id",), empty="No tokens or feed links.")


@web.command("revoke", examples=(("monitor web revoke 3", "as `monitor web keys` numbers them"),))
@click.argument("number", metavar="ID", type=click.IntRange(1, 2**31 - 1))
def revoke(number: int) -> None:
    """Make a token or feed link worthless."""
    from monitor.cli import session
    from monitor.services.access import revoke as take_back

    with session.session() as held:
        take_back(held.store, number)
    click.echo(f"{number} is revoked.")


def _refuse_given(settings: Settings) -> None:
    """A password that is set here would never count beside one of the settings."""
    from monitor.core.errors import UserMistake

    if settings.web_password:
        raise UserMistake(f"the password is set by {settings.web_password_name}: change it there")


def _address(settings: Settings) -> str:
    """How readers address the page. Raises UserMistake where it has no address."""
    from monitor.app.page import page_address
    from monitor.core.errors import UserMistake

    if found := page_address(settings):
        return found
    raise UserMistake("MONITOR_WEB is off, and MONITOR_WEB_URL does not say where else readers find the page: set one "
                      "of them")  # fmt: skip
