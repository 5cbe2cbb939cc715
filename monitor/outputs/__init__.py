"""Developments as bytes for other programs: Atom, JSON Feed, CSV. No I/O; every text is made inert first."""
