"""Policies: pure decisions on what is taken in, when to ask again, and what goes where."""
