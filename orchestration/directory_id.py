"""The identifier of a data directory, by which its folder in a shared place is named.

Not its path: directories of the same path on several machines, such as `/data` in containers, would
remove each other's files. A file of the directory keeps it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from uuid import uuid4

FILE = "directory_id"
_FORM = re.compile(r"[0-9a-f]{12}")


def directory_id(home: Path) -> str:
    """Twelve hexadecimal digits, made at random if the directory keeps none that can be read."""
    file = home / FILE
    found = file.read_text("utf-8", errors="replace").strip() if file.exists() else ""
    if not _FORM.fullmatch(found):
        found = uuid4().hex[:12]
        home.mkdir(parents=True, exist_ok=True)
        aside = home / f".{FILE}.{os.getpid()}"
        aside.write_text(found, "ascii")
        aside.replace(file)
    return found
