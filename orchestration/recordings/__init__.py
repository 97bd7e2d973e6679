"""Recorded answers: the folder format, recording while crawling, and the server that replays
them."""
