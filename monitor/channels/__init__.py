"""Channels: ways to reach people. One file per channel; `schemes.open_channel` turns an address into one.

May not decide what is told or when; knows nothing of the store. apprise is used here and nowhere else.
"""
