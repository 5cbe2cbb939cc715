"""Captures as bytes: packed for the store, checked by their hash, written as WARC. No database, no network."""
