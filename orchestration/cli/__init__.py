"""The command line: commands, their options, output and exit codes.

Not here: what the commands do."""
