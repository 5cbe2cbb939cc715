"""The daemon: start and stop order, signals, ticks, sign of life, the watched feeds.toml. It does no stage itself."""
