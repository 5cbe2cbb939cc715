"""Twelve planted secrets, in every place that takes one, are found nowhere but where they are kept."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.acceptance.conftest import Setting
from tests.acceptance.daemon import PROGRAM, environment
from tests.acceptance.press import PressSite
from tests.acceptance.receivers import DEADLINE
from tests.acceptance.stories import COLLAPSED, EMPTIED
from tests.channels.servers import Answer, Posted, web_server

PLANTED = {name: f"planted{number:02}{name.replace('-', '')}" for number, name in enumerate((
    "feed-password", "feed-token", "smtp-user", "smtp-password", "mail-password", "hook-path", "hook-secret",
    "slack-hook", "slack-bot", "apprise-password", "ping-path", "database-password",
))}  # fmt: skip
COMMANDS = (
    "status", "status --json", "source list", "source list --json", "source export", "source export --opml", "hosts",
    "source check gazette", "channel list", "channel list --json", "alert list", "alert list --json", "alert show 1",
    "development list --json", "topic list --json", "export", "doctor", "doctor --json", "precision --json",
    "channel test hook", "channel test moody", "channel test mail", "channel test letters", "channel test slack",
    "channel test bot", "channel test other", "digest preview hook",
)  # fmt: skip


@dataclass
class World:
    """What the program is started with."""

    setting: Setting
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, words: str) -> str:
        done = subprocess.run(
            [str(PROGRAM), *words.split(), "-vv"], cwd=self.setting.folder, capture_output=True, text=True, check=False,
            env=environment(self.setting.folder) | {"MONITOR_LOG_FORMAT": "text"} | self.variables, timeout=DEADLINE,
        )  # fmt: skip
        return done.stdout + done.stderr


def refuses(posted: Posted) -> Answer:
    """Says its own address and the sender's credentials, as a careless server does."""
    said = f"no: {posted.path} {posted.headers}"
    return 500, {"Content-Type": "text/plain"}, said.encode()


@contextmanager
def world(setting: Setting) -> Iterator[World]:
    gazette = setting.outlet("gazette")
    with web_server(refuses) as server:
        made = World(setting)
        root = f"127.0.0.1:{server.port}"
        made.variables = {
            "HOOK": f"webhook+http://{root}/{PLANTED['hook-path']}?secret={PLANTED['hook-secret']}",
            "SMTP": f"smtp://{PLANTED['smtp-user']}:{PLANTED['smtp-password']}@127.0.0.1:{setting.mail.port}/"
                    "?from=m@example.org&to=desk@example.org&tls=none",
            "SLACK": f"slack+http://{root}/services/T0/B0/{PLANTED['slack-hook']}",
            "BOT": f"slack+bot://{PLANTED['slack-bot']}@C0123?base_url=http://{root}/api",
            "OTHER": f"json://me:{PLANTED['apprise-password']}@{root}/in",
            "PING": f"http://{root}/{PLANTED['ping-path']}",
        }  # fmt: skip
        (setting.folder / "mail-password").write_text(PLANTED["mail-password"])
        (setting.folder / "feeds.toml").write_text(declared(setting, gazette), encoding="utf-8")
        yield made


def declared(setting: Setting, gazette: PressSite) -> str:
    feed = gazette.feed_url.replace("http://", f"http://reader:{PLANTED['feed-password']}@")
    channels = "".join(
        f'[[channel]]\nname = "{name}"\nurl = "{url}"\n'
        for name, url in {
            "hook": "env:HOOK", "moody": "env:NOT_SET", "mail": "env:SMTP", "letters": "mailto:ana@example.org",
            "slack": "env:SLACK", "bot": "env:BOT", "other": "env:OTHER",
        }.items()
    )  # fmt: skip
    return (
        f'[monitor]\nspacing = "1s"\nping = "env:PING"\n[[topic]]\nname = "dam"\nquery = \'"Aldmere dam"\'\n'
        f'[[source]]\nid = "gazette"\nname = "Gazette"\nurl = "{feed}"\ninterval = "1s"\n'
        f'[[source]]\nid = "lost"\nname = "Lost"\nurl = "{gazette.base}/none?token={PLANTED["feed-token"]}"\n'
        f'{channels}[mail]\nhost = "127.0.0.1"\nport = {setting.mail.port}\nuser = "monitor"\n'
        f'password = "file:{setting.folder / "mail-password"}"\nfrom = "m@example.org"\n'
    )


CHANNELS = ("hook", "moody", "mail", "letters", "slack", "bot", "other")


def processes(first: int) -> str:
    """What a process list shows of the daemon and its workers."""
    parents, shown = {}, {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(entry.name)] = int((entry / "stat").read_bytes().rpartition(b")")[2].split()[1])
            shown[int(entry.name)] = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue  # it ended meanwhile
    ours = [first]
    for number in ours:  # grows while it is walked
        ours += [child for child, parent in parents.items() if parent == number]
    return "\n".join(shown[number] for number in ours if number in shown)


def found(text: str) -> list[str]:
    return [name for name, secret in PLANTED.items() if secret in text]


def test_no_planted_secret_is_in_the_log_the_process_list_or_any_output(setting: Setting) -> None:
    with world(setting) as made:
        daemon = setting.start("-vv", variables=made.variables)
        daemon.wait_for(event="poll", subject="gazette")
        daemon.wait_for(event="poll", subject="lost")
        listed = processes(daemon.number)  # while the worker that read the feed is there, which ends when it is idle
        setting.sites["gazette"].publish(EMPTIED, COLLAPSED)
        for channel in CHANNELS:
            daemon.state.wait(lambda name=channel: any(  # type: ignore[misc]
                each.get("subject") == name and each.get("result") in ("retry", "dead") for each in daemon.events
            ), f"the failure of {channel}")  # fmt: skip
        daemon.wait_for(event="ping", result="failed")
        listed += "\n" + processes(daemon.number)
        assert daemon.terminate() == 0
        outputs = {words: made.run(words) for words in COMMANDS}
        made.variables |= {"MONITOR_DATABASE_URL": "postgresql://monitor@127.0.0.1:1/monitor",
                           "MONITOR_DATABASE_PASSWORD": PLANTED["database-password"]}  # fmt: skip
        outputs["status without a database"] = made.run("status")
    log = daemon.log.read_text(encoding="utf-8")
    assert "monitor" in listed and len(set(listed.splitlines())) > 1
    assert [name for name in (*CHANNELS, "gazette", "lost", "ping") if f'"{name}"' not in log] == []  # it says much
    assert "cannot" in outputs["status without a database"]
    places = {"log": log, "process list": listed, **outputs}
    assert {where: names for where, text in places.items() if (names := found(text))} == {}
