"""Looking after a data directory: its status, proof, copies, retention, and alerts.

Not here: the repair before a run (`storage.integrity`), and Dagster's sensors (`defs`)."""
