"""The manifest of a release, written after its files: it holds their checksums and its own.

Not here: what else a manifest says (`publish.release`), and damage in what is stored (`integrity`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from orchestration.storage import atomic, integrity


def find_release_damage(release: Path) -> str | None:
    """The first damage in a release; None when every file is as it was published.

    Every byte is hashed, since damage need not change a size or a time. A large release takes a
    second or two.
    """
    file = release / "manifest.json"
    try:
        manifest = json.loads(file.read_text("utf-8"))
        recorded = manifest.pop("manifest_sha256")
        if recorded != _sha256(manifest) or manifest["release_id"] != release.resolve().name:
            return f"{file} is not as it was published"
        return atomic.find_damage(release, manifest["files"], deep=True)
    except integrity.UNREADABLE as error:
        return f"{file} cannot be read ({type(error).__name__}: {str(error)[:100]})"


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, after all other files: it holds their checksums and its own."""
    whole = json.loads(json.dumps({**manifest, "files": atomic.checksums(folder)}, default=str))
    whole["manifest_sha256"] = _sha256(whole)
    text = json.dumps(whole, indent=1, ensure_ascii=False)
    (folder / "manifest.json").write_text(text, "utf-8")


def _sha256(manifest: Mapping[str, Any]) -> str:
    text = json.dumps(manifest, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
