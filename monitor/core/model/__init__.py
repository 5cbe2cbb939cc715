"""Frozen data classes: what passes through the doors between rooms. Nothing here decides anything."""
