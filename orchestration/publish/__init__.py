"""A release: its files, pages and manifest, and the rename that publishes it."""
