"""The links of a whole release; `test_site.py`, which needs no sample, looks at a small one."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.publish.site_links import dead_links


def test_every_link_of_a_whole_release_leads_somewhere(sample_home: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(sample_home / "current", site, symlinks=False)
    shutil.rmtree(site / "docs")  # one page, whose links its script makes
    assert dead_links(site, ("docs/",)) == []
