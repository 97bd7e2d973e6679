"""Hostile postings, and a recording of them."""
