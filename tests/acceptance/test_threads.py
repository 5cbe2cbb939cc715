"""What only the whole program shows of channels: Slack's threads, the mail server of feeds.toml, progress kept."""

from __future__ import annotations

import json

from tests.acceptance.conftest import SANCTIONS, Setting
from tests.acceptance.stories import COURT_REPRINT, COURT_SANCTIONS, COURT_SANCTIONS_LIFTED, EMPTIED
from tests.channels.servers import web_server
from tests.channels.slackhost import Slack


def test_an_update_goes_into_the_developments_thread_and_the_first_message_says_so(setting: Setting) -> None:
    gazette, wire = setting.outlet("gazette"), setting.outlet("wire")
    slack = Slack()
    with web_server(slack.api) as server:
        url = f"slack+bot://{slack.token}@C0123?base_url={server.url}/api"
        setting.declare(topics=SANCTIONS, more=f'[[channel]]\nname = "slack"\nurl = "{url}"\n')
        daemon = setting.watching()
        gazette.publish(COURT_SANCTIONS)
        daemon.wait_for(event="deliver", result="sent", subject="slack", title=COURT_SANCTIONS.title)
        wire.publish(COURT_REPRINT)
        daemon.wait_for(event="detect", source="wire")
        daemon.kill()  # the thread is known from the database, not from memory
        again = setting.start()
        wire.publish(COURT_SANCTIONS_LIFTED)
        again.wait_for(event="deliver", result="sent", subject="slack", title=COURT_SANCTIONS_LIFTED.title)
        assert again.terminate() == 0
    posts = {post["blocks"][0]["text"]["text"]: post for post in slack.posts}
    first, second = posts[COURT_SANCTIONS.title[:149]], posts[COURT_SANCTIONS_LIFTED.title[:149]]
    assert "thread_ts" not in first
    assert second["thread_ts"] == f"1780.{slack.posts.index(first) + 1:06d}"
    (edit,) = slack.edits
    assert (edit["ts"], edit["channel"]) == (second["thread_ts"], "C0RESOLVED")
    assert COURT_SANCTIONS.title in json.dumps(edit, ensure_ascii=False)
    assert "*Now:* 3 reports from" in json.dumps(edit, ensure_ascii=False)


def test_mailto_goes_through_the_mail_server_of_the_file_and_follows_its_edits(setting: Setting) -> None:
    gazette = setting.outlet("gazette")
    table = '[mail]\nhost = "{}"\nport = {}\nsecurity = "none"\nfrom = "monitor@example.org"\n'
    to = '[[channel]]\nname = "letters"\nurl = "mailto:ana@example.org,ben@example.org"\n'
    setting.declare(more=to + table.format("mail.invalid", 25))
    daemon = setting.watching()
    gazette.publish(EMPTIED)
    daemon.wait_for(event="deliver", result="retry", subject="letters")
    setting.declare(more=to + table.format("127.0.0.1", setting.mail.port))
    daemon.wait_for(event="config", result="applied", count=2)
    for who in ("ana@example.org", "ben@example.org"):
        setting.mail.state.wait(lambda who=who: [who] in setting.mail.recipients, "the letter")  # type: ignore[misc]
    assert daemon.terminate() == 0
