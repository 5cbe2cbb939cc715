"""What we know and decide: pure code without clock, network, database, files or logging."""
