"""Watches feeds and pages and tells its user, once, when something new happens on a tracked topic."""

__version__ = "0.1.0"
