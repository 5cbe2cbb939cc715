"""Mail against a real server."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest

from monitor.channels.email import EmailChannel, render
from monitor.channels.smtp import MailSettings
from monitor.core.errors import ConfigError
from monitor.core.message import subject
from monitor.core.model.alert import SendFailed, Sent
from monitor.core.model.development import Novelty
from monitor.core.model.ids import ChannelId
from tests.channels import samples
from tests.channels.conftest import channel
from tests.channels.mailhost import MailHost, mail_host
from tests.channels.servers import Certificate, raw_server
from tests.fetch.servers import full_backlog

PARAMETERS = "?from=monitor@example.org&to=ana@example.org,ben@example.net"


def plain(port: int, deadline: float = 60.0, to: tuple[str, ...] = ("ana@example.org",)) -> EmailChannel:
    settings = MailSettings(host="127.0.0.1", port=port, sender="m@example.org", tls="none", deadline=deadline)
    return EmailChannel(ChannelId("team"), settings, to)


@pytest.mark.parametrize("host", ["smtp..example.org", f"{'a' * 64}.example.org"])
def test_a_name_that_is_none_is_a_failure_like_one_that_is_not_found(host: str) -> None:
    settings = MailSettings(host=host, sender="m@example.org", tls="none")
    result = EmailChannel(ChannelId("team"), settings, ("ana@example.org",)).send(samples.alert())
    assert result == SendFailed(detail="the mail server's name is not found")


@pytest.mark.parametrize(
    "title",
    [
        "Centre for prosecuting aggression against Ukraine could close by December, officials say, and then some more",
        "L’Europe hésite à protéger la Cour pénale internationale par un règlement de blocage, écrit-on à Bruxelles",
        "Нортмарк приєднався до Міжнародного центру з переслідування злочину агресії проти України",
        "an ordinary headline",
        "Nothing new on 3 topics; 41 of 43 sources healthy; 2,310 items read",
    ],
)
def test_a_subject_arrives_as_it_was_written(title: str) -> None:
    message = replace(samples.alert(), title=title)
    data = render(message, ChannelId("team"), "monitor@example.org", ("ana@example.org",))
    head = data.partition(b"\r\n\r\n")[0]
    assert b"Subject:\r\n" not in head
    assert all(len(line) <= 78 for line in head.split(b"\r\n") if b"=?" in line)
    assert message_from_bytes(data, policy=default)["Subject"] == subject(message)


def test_a_mail_arrives_over_starttls_with_a_login(certificate: Certificate) -> None:
    with mail_host(MailHost(), certificate, login=True) as host:
        url = f"smtp://monitor:s3cret-pass@localhost:{host.port}/{PARAMETERS}&ca={certificate.authority}"
        result = channel(url).send(samples.alert())
    assert isinstance(result, Sent)
    assert host.recipients == [["ana@example.org", "ben@example.net"]]
    mail = host.mail()
    assert mail["Subject"].startswith("New: Council of Port Varna")
    assert mail["Message-ID"] == "<alert-7-mail@example.org>" == result.reference
    assert mail["List-Id"] == "monitor team <team.monitor.example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Monitor-Key"] == "alert-7-mail"
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    text = mail.get_body(("plain",))
    assert text is not None and samples.SENTENCE in text.get_content() and samples.URL in text.get_content()


def test_a_certificate_of_an_unknown_authority_is_refused(certificate: Certificate) -> None:
    with mail_host(MailHost(), certificate) as host:
        result = channel(f"smtp://localhost:{host.port}/{PARAMETERS}").send(samples.alert())
    assert isinstance(result, SendFailed) and not result.permanent and not result.unseen
    assert "certificate is refused: unable to get" in result.detail and host.mails == []


def test_a_certificate_for_another_name_is_refused(certificate: Certificate) -> None:
    with mail_host(MailHost(), certificate) as host:
        url = f"smtp://127.0.0.1:{host.port}/{PARAMETERS}&ca={certificate.authority}"
        result = channel(url).send(samples.alert())
    assert isinstance(result, SendFailed) and "127.0.0.1" in result.detail and host.mails == []


def test_nothing_is_sent_in_the_clear_where_starttls_is_not_offered() -> None:
    with mail_host(MailHost()) as host:
        result = channel(f"smtp://localhost:{host.port}/{PARAMETERS}").send(samples.alert())
    assert isinstance(result, SendFailed) and "offers no STARTTLS" in result.detail and host.mails == []


@pytest.mark.parametrize(("scheme", "hint"), [("smtp", "smtps://"), ("smtps", "smtp://")])
def test_the_other_way_of_tls_is_named_where_the_server_does_not_speak_this_one(scheme: str, hint: str) -> None:
    with mail_host(MailHost()) as host:
        result = channel(f"{scheme}://localhost:{host.port}/{PARAMETERS}").send(samples.alert())
    assert isinstance(result, SendFailed) and hint in result.detail and host.mails == []


def test_a_wrong_password_is_a_failure_for_good_and_is_not_told(certificate: Certificate) -> None:
    with mail_host(MailHost(), certificate, login=True) as host:
        url = f"smtp://monitor:wr0ng-pass@localhost:{host.port}/{PARAMETERS}&ca={certificate.authority}"
        result = channel(url).send(samples.alert())
    assert isinstance(result, SendFailed) and result.permanent
    assert "535" in result.detail and "wr0ng-pass" not in result.detail


@pytest.mark.parametrize(("answer", "permanent"), [("451 later", False), ("554 never", True)])
def test_the_answer_after_the_mail_decides(answer: str, permanent: bool) -> None:
    with mail_host(MailHost(data=answer)) as host:
        result = plain(host.port).send(samples.alert())
    assert isinstance(result, SendFailed)
    assert (result.permanent, result.unseen) == (permanent, False) and answer in result.detail


def test_an_unknown_recipient_is_a_failure_for_good() -> None:
    with mail_host(MailHost(rcpt={"ana@example.org": "550 no such user ana@example.org"})) as host:
        result = plain(host.port).send(samples.alert())
    assert isinstance(result, SendFailed) and result.permanent
    assert "550" in result.detail and "ana@example.org" not in result.detail


def test_a_lost_answer_is_unseen_and_the_retry_is_the_same_mail_to_the_byte() -> None:
    host = MailHost(hang_up=True)
    with mail_host(host):
        target = plain(host.port)
        first = target.send(samples.alert())
        host.hang_up = False
        second = target.send(samples.alert())
    assert isinstance(first, SendFailed) and first.unseen and not first.permanent
    assert isinstance(second, Sent) and host.mails[0] == host.mails[1]


def test_a_message_for_one_recipient_goes_to_that_one_and_names_no_other() -> None:
    with mail_host(MailHost()) as host:
        result = plain(host.port, to=("ana@example.org", "ben@example.net")).send(
            replace(samples.alert(), recipient="ben@example.net")
        )
    assert isinstance(result, Sent) and host.recipients == [["ben@example.net"]]
    assert host.mail()["To"] == "ben@example.net" and b"ana@example.org" not in host.mails[0]


def test_a_test_to_all_addresses_names_none_to_the_others() -> None:
    with mail_host(MailHost()) as host:
        assert isinstance(plain(host.port, to=("ana@example.org", "ben@example.net")).send(samples.alert()), Sent)
    assert host.recipients == [["ana@example.org", "ben@example.net"]]
    assert b"ana@" not in host.mails[0] and b"ben@" not in host.mails[0]


def test_of_a_test_to_all_addresses_it_is_said_which_one_was_refused() -> None:
    with mail_host(MailHost(rcpt={"ben@example.net": "450 greylisted"})) as host:
        result = plain(host.port, to=("ana@example.org", "ben@example.net")).send(samples.alert())
    assert isinstance(result, SendFailed) and not result.permanent and "b…@example.net refused" in result.detail
    assert host.recipients == [["ana@example.org"]]


def test_mails_of_one_development_refer_to_one_root() -> None:
    with mail_host(MailHost()) as host:
        target = plain(host.port)
        target.send(samples.alert(key="one"))
        target.send(samples.alert(key="two", novelty=Novelty.UPDATE))
    first, second = host.mail(0), host.mail(1)
    assert first["References"] == second["References"] == "<development-5.thread@example.org>"
    assert first["Message-ID"] != second["Message-ID"]


def test_a_possible_repeat_says_so_under_the_same_id() -> None:
    with mail_host(MailHost()) as host:
        plain(host.port).send(replace(samples.alert(), maybe_repeat=True))
    assert "(may be a repeat)" in host.mail()["Subject"] and host.mail()["X-Monitor-Key"] == "alert-7-mail"


def test_a_server_that_drips_is_left_at_the_deadline() -> None:
    def drip(link: socket.socket, over: threading.Event) -> None:
        while not over.wait(0.05):
            link.sendall(b"2")

    with raw_server(drip) as port:
        started = time.monotonic()
        result = plain(port, deadline=0.5).send(samples.alert())
        lasted = time.monotonic() - started
    assert isinstance(result, SendFailed) and not result.permanent and not result.unseen
    assert lasted < 30


def test_a_server_whose_first_address_leads_nowhere_is_reached_at_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    with mail_host(MailHost()) as host, full_backlog() as nowhere:
        both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port)) for port in (nowhere, host.port)]
        look_up = socket.getaddrinfo
        monkeypatch.setattr(socket, "getaddrinfo", lambda name, *_, **__: both if name == "mail" else look_up(name, *_))
        settings = MailSettings(host="mail", port=25, sender="m@example.org", tls="none", deadline=8.0)
        result = EmailChannel(ChannelId("team"), settings, ("ana@example.org",)).send(samples.alert())
    assert isinstance(result, Sent)


def test_a_server_that_is_not_there_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    result = plain(port).send(samples.alert())
    assert isinstance(result, SendFailed) and not result.permanent and not result.unseen


@pytest.mark.parametrize(
    ("answer", "said"), [(b"HTTP/1.1 400 Bad Request\r\n", "is no mail server"), (b"", "closed the connection")]
)
def test_what_answers_without_being_a_mail_server_is_told_in_plain_words(answer: bytes, said: str) -> None:
    with raw_server(lambda link, _: link.sendall(answer)) as port:
        result = plain(port).send(samples.alert())
    assert isinstance(result, SendFailed) and not result.permanent and said in result.detail


def test_lines_that_start_with_a_dot_arrive() -> None:
    with mail_host(MailHost()) as host:
        plain(host.port).send(samples.alert(sentence=". first\r\n.\r\nMAIL FROM:<x@example.org>"))
    assert len(host.mails) == 1 and b". first . MAIL FROM" in host.mails[0].replace(b"=\r\n", b"")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("smtp://h.example/?to=a@example.org", "from= is missing"),
        ("smtp://h.example/?from=a@example.org", "to= is missing"),
        ("smtp://h.example/?from=a@example.org&to=not-an-address", "mail address is not usable"),
        ("smtp://h.example/?from=a@example.org&to=a@example.org%0d%0aBcc:x@example.org", "not usable"),
        ("smtp://u:pw12345@h.example/?from=a@example.org&to=b@example.org&tls=none", "never sent without TLS"),
        ("smtp://h.example/?from=a@example.org&to=b@example.org&tsl=none", "parameters are"),
        ("smtp:///?from=a@example.org&to=b@example.org", "host is missing"),
        ("smtp://h.example:99999/?from=a@example.org&to=b@example.org", "not a usable address"),
        ("mailto:a@example.org", "no mail server"),
    ],
)
def test_a_mail_address_that_cannot_work_is_refused_when_it_is_opened(url: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says) as refused:
        channel(url)
    assert "pw12345" not in str(refused.value)
