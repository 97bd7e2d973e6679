"""Postings that nobody would want to receive, and a recording of them; not a test by itself."""
