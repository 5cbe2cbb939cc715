"""Facts by which programs on one database tell each other what changed."""

TOPICS_VERSION = "topics version"
LABELS_VERSION = "labels version"

ALERTS_PER_HOUR = "alerts per hour"  # as feeds.toml sets it; "" = the default
