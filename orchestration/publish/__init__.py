"""A release: its files, report, docs and quality pages, manifest, and the swap that publishes it."""
