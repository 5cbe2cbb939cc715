"""Names and numbers by which rows are known. Names are chosen by people, numbers are given by the store."""

from __future__ import annotations

from typing import NewType

SourceId = NewType("SourceId", str)  # [a-z0-9-], as in feeds.toml
TopicId = NewType("TopicId", str)  # [a-z0-9-], as in feeds.toml
ChannelId = NewType("ChannelId", str)  # [a-z0-9-], as in feeds.toml
EntryId = NewType("EntryId", int)
ArticleId = NewType("ArticleId", int)
DevelopmentId = NewType("DevelopmentId", int)
AlertId = NewType("AlertId", int)
DeliveryId = NewType("DeliveryId", int)
CaptureId = NewType("CaptureId", int)
