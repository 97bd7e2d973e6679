"""Where the tests find files: the project, recorded answers, and real data that may be absent."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DBT_PROJECT = ROOT / "dbt_project"
SEEDS = DBT_PROJECT / "seeds"
RECORDINGS = ROOT / "tests" / "sources" / "recordings"
SHARED = ROOT.parent / "shared"
REAL = SHARED / "real"
PUBLIC_LISTS = SHARED / "lists"
