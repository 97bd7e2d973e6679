"""The command line. Here: commands, their options, output and exit codes. Not here: what they do."""
