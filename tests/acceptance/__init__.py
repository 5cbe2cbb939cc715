"""The installed daemon as a real process, against real servers on loopback."""
