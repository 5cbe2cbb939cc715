"""Topics and concepts, kept whole as records."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from monitor.core.model.ids import TopicId
from monitor.core.model.source import Owner
from monitor.core.model.topic import Concept, Topic
from monitor.store.records import from_text, to_text
from monitor.store.tables import concepts, topics


class Topics:
    """The topics in the order in which they were declared, and the concepts that they share."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection

    def all(self) -> list[Topic]:
        """Every topic: declared ones first, in the file's order."""
        rows = self._db.execute(select(topics.c.definition).order_by(topics.c.owner, topics.c.position, topics.c.id))
        return [from_text(Topic, row.definition) for row in rows]

    def find(self, topic_id: TopicId) -> Topic | None:
        """That topic, if there is one."""
        text = self._db.execute(select(topics.c.definition).where(topics.c.id == topic_id)).scalar()
        return from_text(Topic, text) if text else None

    def put(self, topic: Topic, position: int | None = None) -> None:
        """Add or replace."""
        if position is None:
            position = 1 + (self._db.execute(select(func.max(topics.c.position))).scalar() or 0)
        values = {"query": topic.query, "owner": topic.owner.value, "definition": to_text(topic), "position": position}
        if not self._db.execute(update(topics).where(topics.c.id == topic.id).values(values)).rowcount:
            self._db.execute(insert(topics).values(id=topic.id, **values))

    def remove(self, topic_id: TopicId) -> None:
        """Forget the topic; its matches and developments stay."""
        self._db.execute(delete(topics).where(topics.c.id == topic_id))

    def concepts(self) -> list[Concept]:
        """Every concept, by name."""
        rows = self._db.execute(select(concepts.c.definition).order_by(concepts.c.name))
        return [from_text(Concept, row.definition) for row in rows]

    def put_concept(self, concept: Concept) -> None:
        """Add or replace one concept."""
        self.remove_concept(concept.name)
        self._db.execute(insert(concepts).values(name=concept.name, definition=to_text(concept)))

    def remove_concept(self, name: str) -> None:
        """Forget a concept."""
        self._db.execute(delete(concepts).where(concepts.c.name == name))

    def replace_concepts(self, declared: Iterable[Concept]) -> None:
        """Make the declared concepts those given; one that people added stays unless a declared one has its name."""
        kept = [concept for concept in self.concepts() if concept.owner is Owner.USER]
        by_name = {concept.name: concept for concept in [*kept, *declared]}
        self._db.execute(delete(concepts))
        for concept in by_name.values():
            self._db.execute(insert(concepts).values(name=concept.name, definition=to_text(concept)))
