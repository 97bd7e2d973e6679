"""Running the Great Expectations suites of `expectations/` on tables, and keeping the results.

Not here: what a good table is (`expectations/` says that)."""
