"""The topic language: from a query as typed to a tree, and back.

Knows nothing of articles; what a query means for one is decided in ``monitor.core.matching``.
"""
