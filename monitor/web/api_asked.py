"""What both halves of the API ask for in the same way."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query
from pydantic import AfterValidator

from monitor.web.asked import LARGEST_NUMBER, clean

Limit = Annotated[int, Query(ge=1, le=200, description="At most so many.")]
PageNumber = Annotated[int, Query(alias="page", ge=1, le=10_000, description="Which page, from 1.")]
Number = Annotated[int, Path(alias="id", ge=1, le=LARGEST_NUMBER)]
Name = Annotated[str, Path(alias="id", pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
ConceptName = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Day = Annotated[str, Query(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", description="A day (UTC), as 2026-01-31.")]
Moment = Annotated[str, Query(max_length=40, description="A time, as 2026-01-31T12:00:00Z."), AfterValidator(clean)]
Word = Annotated[str, Query(max_length=500), AfterValidator(clean)]
