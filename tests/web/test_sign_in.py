"""Signing in through a provider: the good way in, and every answer that must not open the door."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from monitor.app.machine import build
from monitor.app.page import check_web
from monitor.config.bind import Bind
from monitor.config.sign_in import OidcSettings, read_sign_in
from monitor.core.errors import ConfigError
from monitor.services import access
from monitor.web import provider as provider_of
from tests.fakes import HandClock, TableWeb
from tests.web import identity
from tests.web.conftest import PATIENCE, Web, serving, settings
from tests.web.identity import SECRET, Claims, Provider

ALLOW = "@example.org"
ENVIRON = {"MONITOR_OIDC_ISSUER": "https://id.example.org", "MONITOR_OIDC_CLIENT_ID": "monitor",
           "MONITOR_OIDC_ALLOW": ALLOW}  # fmt: skip


@pytest.fixture
def provider() -> Iterator[Provider]:
    found = Provider()
    yield found
    found.close()


@pytest.fixture
def open_page(tmp_path: Path, provider: Provider) -> Iterator[Callable[..., Web]]:
    """The page, with this provider, for those whom ``allow`` names."""
    with ExitStack() as stack:

        def opened(allow: str = ALLOW, **other: object) -> Web:
            known = read_sign_in({**ENVIRON, "MONITOR_OIDC_ISSUER": provider.root, "MONITOR_OIDC_ALLOW": allow,
                                  "MONITOR_OIDC_CLIENT_SECRET": SECRET})  # fmt: skip
            plain = {"sign_in": known, "web_password": "", **other}
            return serving(stack, build(settings(tmp_path, **plain), stream=io.StringIO()))

        yield opened


def begin(web: Web, browser: httpx.Client, there: str = "/") -> str:
    """Where the browser stands once the provider has sent it back, before our page has looked at it."""
    sent = browser.get("/oidc/login", params={"next": there})
    assert sent.status_code == 303, sent.text
    back = httpx.get(sent.headers["location"], trust_env=False, timeout=PATIENCE)
    return str(back.headers["location"]).removeprefix(web.root)


def is_in(browser: httpx.Client) -> bool:
    return browser.get("/").status_code == 200


def test_whom_the_provider_vouches_for_comes_in_and_where_they_wanted(open_page: Callable[..., Web]) -> None:
    web = open_page()
    browser = web.browser()
    assert "Sign in with 127.0.0.1" in browser.get("/login").text
    answer = browser.get(begin(web, browser, "/topics"), headers={"sec-fetch-site": "cross-site"})
    assert 'content="0; url=/topics"' in answer.text
    assert is_in(browser)
    session = next(each for each in answer.headers.get_list("set-cookie") if each.startswith("monitor_session"))
    assert "samesite=strict" in session.lower()
    assert browser.post("/logout").headers["location"] == "/login"
    assert not is_in(browser)


def test_what_goes_to_the_provider_holds_no_secret_and_ties_the_answer_to_the_browser(
        open_page: Callable[..., Web], provider: Provider) -> None:  # fmt: skip
    web = open_page()
    asked = [parse_qs(urlsplit(web.browser().get("/oidc/login").headers["location"]).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
        assert len(asked[0][name][0]) >= 43
    assert asked[0]["redirect_uri"] == [f"{web.root}/oidc/callback"]
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    assert SECRET not in str(asked)


def changed(**claims: object) -> Callable[[Claims], Claims]:
    return lambda found: {key: value for key, value in (found | claims).items() if value is not None}


@pytest.mark.parametrize("spoil", [
    changed(nonce="another"), changed(nonce=None), changed(aud="another"), changed(aud=["another"]), changed(aud=None),
    changed(aud=["monitor", "another"], azp="another"), changed(iss="https://evil.example"), changed(iss=None),
    changed(exp=1), changed(exp=None), changed(exp="never"), changed(iat=2**40), changed(iat=None), changed(sub=None),
    changed(sub=["a"]), changed(sub=""), changed(email=["ann@example.org"]), changed(at_hash="wrong"),
    changed(email="eve@evil.example"), changed(email="ann@example.org.evil.example"), changed(email_verified=False),
    changed(email_verified=None), changed(email="ann@evil.example@sub.example.org"), changed(email=None),
])  # fmt: skip
def test_a_token_with_wrong_claims_opens_nothing(open_page: Callable[..., Web], provider: Provider,
                                                 spoil: Callable[[Claims], Claims]) -> None:  # fmt: skip
    provider.spoil = spoil
    web = open_page()
    browser = web.browser()
    answer = browser.get(begin(web, browser))
    assert answer.status_code == 403
    assert 'role="alert"' in answer.text
    assert not is_in(browser)


@pytest.mark.parametrize("sign", [
    lambda _, claims: identity.unsigned(claims), lambda _, claims: identity.signed_by_a_stranger(claims),
    lambda _, claims: identity.signed_with_its_own_key(claims), identity.signed_with_the_public_key, identity.altered,
    lambda _, claims: "not.a.token", lambda _, claims: "", lambda _, claims: "e30.e30.", lambda _, claims: "é.é.é",
    lambda _, claims: identity.unsigned(claims).replace(".", "", 1),
])  # fmt: skip
def test_a_token_that_the_provider_did_not_sign_opens_nothing(
        open_page: Callable[..., Web], provider: Provider,
        sign: Callable[[Provider, Claims], str]) -> None:  # fmt: skip
    provider.sign = lambda claims: sign(provider, claims)
    web = open_page()
    browser = web.browser()
    assert browser.get(begin(web, browser)).status_code == 403
    assert not is_in(browser)


def test_a_code_or_an_answer_counts_once(open_page: Callable[..., Web]) -> None:
    web = open_page()
    browser = web.browser()
    callback = begin(web, browser)
    cookie = f"monitor_signin={browser.cookies['monitor_signin']}"
    assert browser.get(callback).status_code == 200
    thief = web.browser(cookie=cookie)  # even with the cookie of the one whose address was seen
    assert "Begin again" in thief.get(callback).text
    assert not is_in(thief)


def test_an_answer_is_for_the_browser_that_asked(open_page: Callable[..., Web]) -> None:
    web = open_page()
    mine, yours = web.browser(), web.browser()
    callback = begin(web, mine)
    assert yours.get(callback).status_code == 403
    begin(web, yours)
    assert yours.get(callback).status_code == 403
    assert not is_in(yours)
    assert mine.get(callback.replace("state=", "state=x")).status_code == 403


@pytest.mark.parametrize("spoiled", ["iss=https%3A%2F%2Fevil.example", "error=access_denied", "code=&x=1"])
def test_an_answer_that_is_none_is_told(open_page: Callable[..., Web], spoiled: str) -> None:
    web = open_page()
    browser = web.browser()
    path, _, query = begin(web, browser).partition("?")
    kept = "&".join(part for part in query.split("&") if part.partition("=")[0] not in ("iss", "code"))
    answer = browser.get(f"{path}?{kept}&{spoiled}" + ("" if "code" in spoiled else "&code=1"))
    assert answer.status_code == 403
    assert not is_in(browser)


def test_hostile_words_of_the_provider_are_inert(open_page: Callable[..., Web]) -> None:
    web = open_page()
    browser = web.browser()
    state = parse_qs(begin(web, browser).partition("?")[2])["state"][0]
    said = browser.get("/oidc/callback", params={"state": state, "error": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in said


@pytest.mark.parametrize(("allow", "enters"), [
    ("sub:248289761001", True), ("sub:248289761002", False), ("ANN@example.org", True), ("bob@example.org", False),
    ("@example.com, ann@example.org", True), ("@ann", None),
])  # fmt: skip
def test_who_may_enter_is_set(open_page: Callable[..., Web], allow: str, enters: bool | None) -> None:
    if enters is None:
        with pytest.raises(ConfigError, match="MONITOR_OIDC_ALLOW"):
            open_page(allow)
        return
    web = open_page(allow)
    browser = web.browser()
    answer = browser.get(begin(web, browser))
    assert is_in(browser) is enters
    assert enters or "who may not enter here" in answer.text


def test_new_keys_of_the_provider_are_taken(open_page: Callable[..., Web], provider: Provider) -> None:
    web = open_page()
    first = web.browser()
    assert first.get(begin(web, first)).status_code == 200
    new = ECKey.generate_key("P-256", {"kid": "second", "use": "sig"})
    provider.listed = [{"kty": "oct", "k": "AAAA", "kid": "second"}, {"kty": "RSA"}, new.as_dict(private=False)]
    provider.sign = lambda claims: jwt.encode({"alg": "ES256", "kid": "second"}, claims, new)
    second = web.browser()
    assert second.get(begin(web, second)).status_code == 200
    assert provider.asked.count("/keys") == 2


def test_a_key_for_another_use_signs_nothing(open_page: Callable[..., Web], provider: Provider) -> None:
    key = RSAKey.generate_key(2048, {"kid": "first", "use": "enc"})
    provider.listed = [key.as_dict(private=False)]
    provider.sign = lambda claims: jwt.encode({"alg": "RS256", "kid": "first"}, claims, RSAKey.import_key(key.as_pem()))
    web = open_page()
    browser = web.browser()
    assert browser.get(begin(web, browser)).status_code == 403


@pytest.mark.parametrize("told", [
    {"issuer": "https://evil.example"}, {"token_endpoint": "http://evil.example/token"}, {"jwks_uri": 7},
    {"authorization_endpoint": "javascript:alert(1)"}, {"authorization_endpoint": None},
])  # fmt: skip
def test_a_provider_that_says_odd_things_of_itself_is_not_used(open_page: Callable[..., Web], provider: Provider,
                                                               told: dict[str, object]) -> None:  # fmt: skip
    provider.told = told
    answer = open_page().browser().get("/oidc/login")
    assert answer.status_code == 502
    assert "not set up as it should be" in answer.text


def test_a_provider_that_takes_the_secret_in_the_form_gets_it_there(open_page: Callable[..., Web],
                                                                    provider: Provider) -> None:  # fmt: skip
    provider.methods = ("client_secret_post",)
    web = open_page()
    browser = web.browser()
    assert browser.get(begin(web, browser)).status_code == 200


def test_a_provider_that_is_down_is_told_in_one_line_and_the_password_still_opens(
        open_page: Callable[..., Web], provider: Provider) -> None:  # fmt: skip
    web = open_page(web_password="a password for tests")
    provider.close()
    assert "does not answer" in web.browser().get("/oidc/login").text
    assert is_in(web.log_in())


def test_a_provider_that_does_not_answer_is_not_asked_for_each_who_wants_in() -> None:
    clock = HandClock()
    web, known = TableWeb(clock), read_sign_in(ENVIRON)
    assert known is not None
    asked = provider_of.Provider(known, web, clock)
    attempt = provider_of.Attempt(redirect="https://m.example/oidc/back", state="s", nonce="n", verifier="v" * 43)
    for seconds in (0, 5, 5, 1):
        clock.forward(timedelta(seconds=seconds))
        assert isinstance(asked.address(attempt), provider_of.Refused)
    assert len(web.asked) == 2


def test_who_signed_in_is_not_asked_for_a_password_that_nobody_has_set(open_page: Callable[..., Web]) -> None:
    web = open_page()
    browser = web.browser()
    browser.get(begin(web, browser))
    shown = browser.get("/access").text
    assert "Present password" not in shown and "monitor web link" in shown


def test_too_many_tries_must_wait(open_page: Callable[..., Web], provider: Provider) -> None:
    provider.spoil = changed(nonce="another")
    web = open_page()
    browser = web.browser()
    codes = [browser.get(begin(web, browser)).status_code for _ in range(11)]
    assert codes == [403] * 10 + [429]


def test_who_guesses_passwords_does_not_shut_out_who_signs_in(open_page: Callable[..., Web]) -> None:
    web = open_page(web_password="a password for tests")
    browser = web.browser()
    guesses = [browser.post("/login", data={"password": f"guess {number}"}).status_code for number in range(11)]
    assert guesses[-1] == 429
    browser.get(begin(web, browser))
    assert is_in(browser)


def test_with_a_provider_no_password_is_needed_on_an_open_address(tmp_path: Path) -> None:
    monitor = build(settings(tmp_path, web=Bind(host="0.0.0.0", port=0), web_password="",
                             sign_in=read_sign_in(ENVIRON)))  # fmt: skip
    try:
        check_web(monitor)
    finally:
        monitor.close()


def test_where_none_is_set_up_there_is_none(fresh: Web) -> None:
    assert "Sign in with" not in fresh.stranger.get("/login").text
    assert fresh.stranger.get("/oidc/login").status_code == 404
    assert fresh.stranger.get("/oidc/callback?code=1&state=2").status_code == 404


@pytest.mark.parametrize(("changes", "named"), [
    ({"MONITOR_OIDC_ISSUER": ""}, "MONITOR_OIDC_ALLOW"), ({"MONITOR_OIDC_CLIENT_ID": " "}, "MONITOR_OIDC_CLIENT_ID"),
    ({"MONITOR_OIDC_ALLOW": ""}, "MONITOR_OIDC_ALLOW"), ({"MONITOR_OIDC_ALLOW": "everybody"}, "MONITOR_OIDC_ALLOW"),
    ({"MONITOR_OIDC_ALLOW": "sub:"}, "MONITOR_OIDC_ALLOW"), ({"MONITOR_OIDC_ALLOW": "@"}, "MONITOR_OIDC_ALLOW"),
    ({"MONITOR_OIDC_ISSUER": "http://id.example.org"}, "MONITOR_OIDC_ISSUER"),
    ({"MONITOR_OIDC_ISSUER": "id.example.org"}, "MONITOR_OIDC_ISSUER"),
    ({"MONITOR_OIDC_ISSUER": "https://user:pass@id.example.org"}, "MONITOR_OIDC_ISSUER"),
])  # fmt: skip
def test_a_setting_that_is_wrong_is_named(changes: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        read_sign_in(ENVIRON | changes)


@pytest.mark.parametrize("email", ["eve@stra\u00dfe.example", "strasse.example", "eve@x.strasse.example"])
def test_an_address_that_is_only_like_one_of_the_domain_does_not_enter(email: str) -> None:
    known = read_sign_in(ENVIRON | {"MONITOR_OIDC_ALLOW": "@strasse.example"})
    assert known is not None
    assert known.admits("1", "Ann@STRASSE.example", verified=True)
    assert not known.admits("1", email, verified=True)


def test_settings_are_read_and_hide_their_secret() -> None:
    assert read_sign_in({}) is None
    found = read_sign_in(ENVIRON | {"MONITOR_OIDC_CLIENT_SECRET": SECRET})
    assert isinstance(found, OidcSettings)
    assert found.domains == {"example.org"}
    assert SECRET not in repr(found)


WITHOUT = """
import importlib.util as util, sys
real = util.find_spec
sys.argv = ["monitor", "web", "serve"]
util.find_spec = lambda name, *rest: None if name in ("authlib", "joserfc") else real(name, *rest)
from monitor.cli.main import main
sys.exit(main())
"""


def test_without_the_extra_one_line_says_what_to_install(tmp_path: Path) -> None:
    build(settings(tmp_path)).close()  # makes the database
    environ = ENVIRON | {"MONITOR_DATABASE_URL": str(tmp_path / "monitor.db"), "MONITOR_WEB": "127.0.0.1:0",
                         "HOME": str(tmp_path), "PATH": ""}  # fmt: skip
    done = subprocess.run([sys.executable, "-c", WITHOUT], env=environ, capture_output=True, text=True, timeout=300,
                          check=False, cwd=Path(__file__).parents[2])  # fmt: skip
    said = done.stderr.strip().splitlines()
    assert done.returncode != 0
    assert len(said) == 1
    assert "make-env .venv-run requirements-oidc.lock" in said[0]


def test_the_libraries_are_not_loaded_before_somebody_signs_in() -> None:
    code = "import monitor.web.server, sys; print([name for name in ('authlib', 'joserfc') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.strip() == "[]"


def test_a_session_through_the_provider_ends_within_a_day_however_it_is_used(open_page: Callable[..., Web]) -> None:
    web = open_page()
    browser = web.browser()
    browser.get(begin(web, browser))
    store, now, secret = web.monitor.store, web.monitor.context.clock.now(), browser.cookies["monitor_session"]
    assert access.find_session(store, secret, now + timedelta(hours=23)) is not None
    assert access.find_session(store, secret, now + timedelta(hours=25)) is None
