"""What people set: feeds.toml, the environment and flags, read and checked.

May read files and the environment; starts nothing, opens no network or database, and knows no other edge.
"""
