"""The dbt project as Python sees it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LOAD = """
import sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
from orchestration.warehouse import dbt_project, dbt_runner
dbt_runner.TARGET = Path(sys.argv[1])
print(len(dbt_project.Project.load().nodes))
"""


def test_two_runs_may_parse_at_once(tmp_path: Path) -> None:
    """Each reads a whole manifest, and nothing is left beside it."""
    target = tmp_path / "target"
    command = [sys.executable, "-c", LOAD, str(target)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    outputs = [run.communicate(timeout=300) for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0], outputs
    assert len({out for out, _ in outputs}) == 1
    assert int(outputs[0][0]) > 80
    assert {p.name for p in target.iterdir()} <= {"manifest.json", "manifest.hash", "dbt.log"}
