"""Real worker processes: each limit is run into once."""
