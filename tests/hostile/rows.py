"""All rows of the hostile site."""

from __future__ import annotations

from tests.hostile import (
    rows_addresses,
    rows_answers,
    rows_articles,
    rows_bombs,
    rows_bounds,
    rows_documents,
    rows_identity,
    rows_lists,
    rows_walls,
    rows_watch,
)

ROWS = (
    *rows_identity.ROWS,
    *rows_answers.ROWS,
    *rows_bounds.ROWS,
    *rows_bombs.ROWS,
    *rows_documents.ROWS,
    *rows_addresses.ROWS,
    *rows_walls.ROWS,
    *rows_watch.ROWS,
    *rows_articles.ROWS,
    *rows_lists.ROWS,
)
