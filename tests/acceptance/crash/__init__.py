"""Kills the daemon at random instants under load and audits what became of every story and every alert."""
