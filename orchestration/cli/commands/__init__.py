"""One module per command, named like it. Imports of the pipeline stay inside the functions, so that
`--help` and completion answer at once."""
