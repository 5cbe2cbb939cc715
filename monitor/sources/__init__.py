"""Bytes to entries: one file per kind of source. Parses, never fetches; feedparser lives here and nowhere else."""
