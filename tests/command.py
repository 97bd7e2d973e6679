"""The command `hiring-ledger`, run as a user runs it: installed, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def run_command(*arguments: str, threads: int = 0, **variables: str) -> str:
    """Run the command, which must succeed; its output. Variables of this process do not apply.

    `threads` are those of DuckDB; 0 for one per core. `variables` are of its environment.
    """
    command = str(Path(sys.executable).parent / "hiring-ledger")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("DAGSTER", "HIRING"))}
    environment |= {"HIRING_LEDGER_THREADS": str(threads), **variables}
    run = subprocess.run(
        [command, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    assert run.returncode == 0, (run.stdout + run.stderr)[-4_000:]
    return run.stdout + run.stderr
