"""One form for one page: the identity key of an address. Never fetch it; fetch the address as given."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

_SECRET_PARAMETER = re.compile(
    r"(?i)((?:^|[&;])[a-z0-9_.-]*(?:token|secret|passw(?:or)?d|pwd|signature|credential|(?:api|access)[_-]?key|auth)=)"
    r"[^&;]+"
)

_KEPT = 2_048  # addresses

# Names that say how a reader came to a page, not which page it is. Collected from the help pages of the ad and mail
# systems that add them.
_TRACKING = frozenset(
    "fbclid gclid gclsrc dclid msclkid twclid yclid igshid mc_cid mc_eid mkt_tok oly_anon_id oly_enc_id vero_id "
    "wickedid _ga _gl _hsenc _hsmi __twitter_impression ref_src ref_url cmpid campaign_id ocid ns_source "
    "ns_mchannel ns_campaign ns_linkname ns_fee wt.mc_id spm s_cid ncid sr_share smid smtyp taid guccounter "
    "guce_referrer guce_referrer_sig rss xtor at_medium at_campaign traffic_source maca gaa_at "
    "gaa_n gaa_ts gaa_sig phpsessid jsessionid".split()
)
_TRACKING_PREFIX = ("utm_", "pk_", "piwik_", "mtm_", "hsa_", "at_custom", "stm_", "trk_")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_SESSION = re.compile(r";jsessionid=[^/]*", re.IGNORECASE)  # in links, for visitors who have not shown a cookie yet

# Addresses that are in their normal form already, as most are: RFC 3986 changes nothing in them.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PAIR = r"[A-Za-z0-9._~-]+=[A-Za-z0-9._~-]+"
_NORMAL = re.compile(
    rf"https?://(?P<host>(?!.*xn--){_LABEL}(?:\.{_LABEL})+)(?::(?P<port>[1-9][0-9]{{1,3}}|[1-5][0-9]{{4}}))?"
    rf"(?P<path>(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?)(?:\?(?P<query>{_PAIR}(?:&{_PAIR})*))?"
)


@lru_cache(_KEPT)  # a feed lists the same addresses at every poll, and normalizing one takes 0.3 ms
def canonical_url(url: str) -> str:
    """One form for one page, or "" if ``url`` is no web address.

    The scheme, ``www.``, default ports, fragments, tracking parameters, sessions, a last slash and the order of
    parameters do not tell two pages apart. RFC 3986 section 6 for the normal form of the rest.
    """
    normal = _NORMAL.fullmatch(url)
    if normal is not None:
        page, query = _one_form(normal["host"], int(normal["port"] or 0), normal["path"]), normal["query"]
        return f"{page}?{told}" if query and (told := _telling(query)) else page
    from url_normalize import url_normalize

    try:
        parts = urlsplit(url_normalize(url.strip(), filter_params=False) or "")
        port = parts.port
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    query = sorted((name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if _tells(name))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    return "".join((
        _one_form(parts.hostname, port or 0, _SESSION.sub("", parts.path)),
        f"?{urlencode(query, quote_via=quote)}" if query else "",
        f"#{fragment}" if fragment else "",
    ))  # fmt: skip


def _one_form(host: str, port: int, path: str) -> str:
    """``port`` 0 = none is named."""
    place = f":{port}" if port not in (0, 80, 443) else ""
    return f"https://{host.removeprefix('www.')}{place}{_INDEX.sub('/', path).rstrip('/') or '/'}"


def _telling(query: str) -> str:
    """The parameters that tell which page it is, in order, of a query without any quoting."""
    pairs = sorted(pair.partition("=")[::2] for pair in query.split("&"))
    return "&".join(f"{name}={value}" for name, value in pairs if _tells(name))


def leads_home(asked: str, answered: str) -> bool:
    """Whether who asked for a page was led to the front page of its site: what was asked for is not there."""
    try:
        page, home = urlsplit(asked), urlsplit(answered)
    except ValueError:
        return False
    one_site = (page.hostname or "").removeprefix("www.") == (home.hostname or "").removeprefix("www.")
    return one_site and _is_front(home) and not _is_front(page)


def _is_front(parts: SplitResult) -> bool:
    return parts.path in ("", "/") and not parts.query


def without_credentials(url: str) -> str:
    """The address without user name, password and the values of parameters such as ``token=``; "" if it is none.

    For every place where people see it, and for files that are handed on.
    """
    try:
        parts = urlsplit(url)
        query = _SECRET_PARAMETER.sub(r"\1", parts.query)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query).geturl()
    except ValueError:
        return ""


def without_login(url: str) -> str:
    """The address without user name and password, as a link for people, who log in themselves; "" if it is none."""
    try:
        parts = urlsplit(url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl() if "@" in parts.netloc else url
    except ValueError:
        return ""


def host_of(url: str) -> str:
    """The host of a web address in lower case, "" if it has none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _tells(name: str) -> bool:
    lowered = name.lower()
    return lowered not in _TRACKING and not lowered.startswith(_TRACKING_PREFIX)
