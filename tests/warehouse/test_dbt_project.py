"""The dbt project as Python sees it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.paths import DBT_PROJECT

GROUPS = "models/_groups.yml"
LOAD = """
import sys, warnings
from pathlib import Path
warnings.simplefilter("ignore")
from orchestration.warehouse import dbt_project, dbt_runner
folder = Path(sys.argv[1])
dbt_project.DBT_PROJECT = dbt_runner.DBT_PROJECT = dbt_project.PROJECT = folder / "project"
dbt_runner.TARGET = folder / "target"
print(len(dbt_project.Project.load().nodes))
"""


def test_two_runs_may_parse_at_once(tmp_path: Path) -> None:
    """Each reads a whole manifest, and nothing is left beside it. A project of two models is parsed
    in half the time of ours."""
    project, target = tmp_path / "project", tmp_path / "target"
    (project / "models" / "core").mkdir(parents=True)
    for name in ("dbt_project.yml", "profiles.yml", "macros/generate_schema_name.sql", GROUPS):
        (project / name).parent.mkdir(exist_ok=True)
        shutil.copy(DBT_PROJECT / name, project / name)
    for name in ("one", "two"):
        (project / "models" / "core" / f"{name}.sql").write_text("select 1 as number")
    command = [sys.executable, "-c", LOAD, str(tmp_path)]
    runs = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    outputs = [run.communicate(timeout=300) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    assert [int(out) for out, _ in outputs] == [2, 2]
    assert {p.name for p in target.iterdir()} <= {"manifest.json", "manifest.hash", "dbt.log"}
