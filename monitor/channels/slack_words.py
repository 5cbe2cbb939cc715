"""What Slack says when it refuses, in its own word, and what to do about it.

Sources: docs.slack.dev/messaging/sending-messages-using-incoming-webhooks (errors of webhooks), the changelog of
17 May 2016 (their statuses), docs.slack.dev/reference/methods/chat.postMessage and chat.update (errors of a bot).
"""

from __future__ import annotations

import json
import re
from typing import Any

# They pass by themselves; all others are the operator's to mend.
TEMPORARY = frozenset(
    {
        "ratelimited", "rate_limited", "message_limit_exceeded", "internal_error", "fatal_error", "request_timeout",
        "service_unavailable", "team_added_to_org", "org_login_required", "rollup_error",
    }
)  # fmt: skip
# "It's possible some aspect of the operation succeeded before the error was raised."
MAYBE_DONE = frozenset({"internal_error", "fatal_error", "rollup_error"})

_CHANNEL = "check the channel's id; a private channel must first have the app: /invite it there"
_ARCHIVED = "the channel is archived: unarchive it, or name another"
_UNKNOWN = "the token is not known: copy it again from the app's page in Slack (or Slack does not allow this network)"
_LAPSED = "the token does not hold any more: install the app again and take its new token"
_WEBHOOK = "the webhook was removed or switched off: make a new one in Slack"
_ADMIN = "an administrator of the workspace does not allow it there: ask, or take another channel"
_OURS = "the fault is in the message, not in the set-up: please report it"
_HINTS = {
    "channel_not_found": _CHANNEL, "user_not_found": _CHANNEL,
    "not_in_channel": "the app is not in the channel: /invite it there",
    "is_archived": _ARCHIVED, "channel_is_archived": _ARCHIVED,
    "invalid_auth": _UNKNOWN, "not_authed": _UNKNOWN,
    "account_inactive": _LAPSED, "token_revoked": _LAPSED, "token_expired": _LAPSED,
    "not_allowed_token_type": "use a bot's token: it begins with xoxb-",
    "missing_scope": "give the app the scope chat:write, and install it again",
    "no_permission": "give the app the scope chat:write, and /invite it to the channel",
    "accesslimited": "Slack does not allow this network: have it allowed in the workspace's settings",
    "invalid_token": _WEBHOOK, "no_service": _WEBHOOK, "no_service_id": _WEBHOOK, "no_active_hooks": _WEBHOOK,
    "no_team": _WEBHOOK, "team_disabled": "the workspace is switched off",
    "team_access_not_granted": "install the app in the channel's workspace",
    "action_prohibited": _ADMIN, "posting_to_general_channel_denied": _ADMIN, "ekm_access_denied": _ADMIN,
    "access_denied": _ADMIN, "restricted_action": _ADMIN, "restricted_action_read_only_channel": _ADMIN,
    "restricted_action_thread_only_channel": _ADMIN, "restricted_action_thread_locked": _ADMIN,
    "restricted_action_non_threadable_channel": _ADMIN,
    "no_text": _OURS, "invalid_payload": _OURS, "invalid_blocks": _OURS, "invalid_blocks_format": _OURS,
    "too_many_attachments": _OURS, "msg_too_long": _OURS, "msg_blocks_too_long": _OURS,
    "invalid_arguments": _OURS, "invalid_json": _OURS, "metadata_too_large": _OURS,
}  # fmt: skip
_WORD = re.compile(r"[a-z][a-z0-9_]{1,63}")
_MARKUP = re.compile(rb"\s*<(?:!doctype|html|\?xml|head|body)", re.IGNORECASE)
_LONGEST = 150  # characters of what Slack adds to its word


def refusal(body: bytes) -> str:
    """What the answer that refuses says, on one line: ``no_service``, a longer word of Slack; "" if nothing usable.

    A web page is no word of Slack: something stands before it.
    """
    said = _object(body)
    if said is not None:
        return with_more(said)
    if _MARKUP.match(body):
        return ""
    return " ".join(body[: 4 * _LONGEST].decode("utf-8", "replace").split())[:_LONGEST]


def with_more(said: dict[str, Any]) -> str:
    """The error of a JSON answer with what Slack adds to it: the scope that is needed, the field that is wrong."""
    error = _text(said.get("error"))
    needed = _text(said.get("needed"))
    metadata = said.get("response_metadata")
    messages = metadata.get("messages") if isinstance(metadata, dict) else None
    first = _text(messages[0]) if isinstance(messages, list) and messages else ""
    more = f"needs {needed}" if needed else first
    return f"{error} ({more})" if error and more else error


def hint(words: str) -> str:
    """What to do about a refusal as ``refusal`` gives it; "" for one that is not known, or that passes."""
    return _HINTS.get(error_of(words), "")


def error_of(words: str) -> str:
    """Slack's own word, with which a refusal begins; "" if it begins otherwise."""
    found = _WORD.match(words)
    return found[0] if found else ""


def _object(body: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _text(value: object) -> str:
    return " ".join(value[:_LONGEST].split()) if isinstance(value, str) else ""
