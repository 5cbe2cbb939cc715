"""Channels against real servers on loopback, and what each makes of hostile text."""
