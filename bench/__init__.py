"""Measurements: each prints figures; nothing in the program imports them."""
