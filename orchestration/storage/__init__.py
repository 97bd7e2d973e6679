"""Raw nights on disk: their columns, redaction, checksums, atomic publishing and repair.

Not here: where the postings come from, and SQL on what is stored."""
