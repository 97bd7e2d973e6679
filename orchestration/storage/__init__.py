"""Raw nights on disk: their columns, redaction, checksums, atomic publishing and repair.

Not here: where postings come from, and the SQL that reads what is stored."""
