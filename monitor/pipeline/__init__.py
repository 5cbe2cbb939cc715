"""What the machine does: each stage loads, acts at the edges, decides in the core and saves in one transaction.

May not know who calls a stage or when, nor open an edge by itself: its tools come in with ``Context``.
"""
