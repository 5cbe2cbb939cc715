"""Facts by which programs on one database tell each other what changed, and how they do."""

TOPICS_VERSION = "topics version"
LABELS_VERSION = "labels version"

MAIL_SERVER = "mail server"  # as feeds.toml sets it: JSON, its password only pointed to
PING = "ping address"  # or where it is kept
FEEDBACK_SECRET = "feedback secret"  # noqa: S105 - the name of the fact; its value signs the links of alerts
CAPTURES = "captures"  # as feeds.toml sets it: JSON of core.model.capture.CapturePolicy; "" = the default
RETENTION = "retention"  # as feeds.toml sets it, in seconds; "" = everything is kept
ALERTS_PER_HOUR = "alerts per hour"  # as feeds.toml sets it; "" = the default

HEARTBEAT = "heartbeat"  # when the daemon was last alive
STOPPED = "stopped"  # when the last daemon ended in good order; "" while one runs, and where it was killed
LAST_TICK = "last tick"  # when its loop last turned without a fault
LAST_PRUNED = "last pruned"  # when all that the policy lets go of had gone
MEMORY = "memory"  # bytes that it held then
REQUESTS, BYTES_RECEIVED = "requests", "bytes received"  # of the web, ever

TAKEN_OVER = "taken over: "  # and "topic NAME", …: when feeds.toml took the place of what was added by hand
FAILED_BEFORE = "failed before: "  # and a source's id: since when it had failed, and why, when it last recovered
