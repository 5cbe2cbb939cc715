"""Facts that change whenever the topics or the filing of reports do, so that other programs notice."""

TOPICS_VERSION = "topics version"
LABELS_VERSION = "labels version"
