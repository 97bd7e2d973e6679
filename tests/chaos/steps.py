"""The steps at which a run is stopped, in the order in which a night reaches them."""

from __future__ import annotations

import importlib

SUITE = "orchestration.warehouse.running_table.RunningTable.run_suite"
NIGHT = (
    "before orchestration.defs.run_history.begin",
    "after orchestration.defs.run_history.begin",
    "before orchestration.defs.reference_assets.write companies",
    "amid orchestration.crawl.night.crawl_source",
    "amid orchestration.crawl.board_scheduler.run_in_rounds",
    "after orchestration.crawl.board_scheduler.run_in_rounds",
    "before orchestration.crawl.board_spans.finalize_night",
    "amid orchestration.crawl.board_spans.finalize_night",
    "after orchestration.crawl.night.crawl_source",
    "before orchestration.crawl.night.accept_or_quarantine",
    "amid orchestration.crawl.acceptance.validate_folders",
    "after orchestration.storage.integrity.write_checksums",
    "before orchestration.storage.atomic.fsync_tree raw",
    "after orchestration.storage.atomic.publish_directory raw",
    "after orchestration.crawl.acceptance.validate_folders",
    "after orchestration.defs.reference_assets.write cities",
    "amid orchestration.warehouse.build.build_nodes",
    f"before {SUITE} staging/stg_boards",
    f"after {SUITE} staging/stg_sightings",
    f"amid {SUITE} staging/stg_listings",
    f"after {SUITE} int_text__lines",
    f"amid {SUITE} int_listings__boards",
    "after orchestration.validation.results.record int_listings__open",
    "before orchestration.validation.results.record int_technologies__line_matches",
    f"amid {SUITE} core/fct_listings",
    f"after {SUITE} core/fct_roles",
    "amid orchestration.validation.validate.run_suite warehouse.core.fct_segment_listings",
    f"amid {SUITE} marts/mart_salary_by_technology",
    f"before {SUITE} marts/mart_totals_by_night",
    "amid orchestration.publish.published_tables.write",
    "after orchestration.publish.published_tables.write",
    "amid orchestration.publish.report.render",
    "before orchestration.publish.docs_page.write",
    "before orchestration.storage.atomic.checksums releases",
    "after orchestration.publish.release._fill",
    "before orchestration.storage.atomic.fsync_tree releases",
    "before orchestration.storage.atomic.publish_directory releases",
    "after orchestration.storage.atomic.publish_directory releases",
    "before orchestration.publish.release._swap",
    "after orchestration.publish.release._swap",
)
FIRST_ONLY = ("cities",)
"""Words of steps that only the first night reaches."""
COMPACTION = (
    "before orchestration.storage.atomic.remove_directory compacted",
    "before orchestration.storage.compaction._write",
    "after orchestration.storage.compaction._copy_table sightings",
    "before orchestration.storage.atomic.fsync_tree compacted",
    "before orchestration.storage.atomic.publish_directory compacted",
    "after orchestration.storage.atomic.publish_directory compacted",
)
"""Steps of a night on which a month or a third of one is over; the first where a copy is there
that is not that of the stored nights."""
PRUNE = (
    "before orchestration.operation.prune._remove_payloads",
    "amid orchestration.operation.prune._remove_payloads",
    "before orchestration.storage.atomic.replace_directory",
    "before orchestration.storage.atomic._fsync raw",
    "after orchestration.storage.atomic.replace_directory",
)
BACKUP = (
    "before orchestration.operation.backup._copy",
    "after orchestration.operation.backup._store greenhouse",
    "before orchestration.storage.atomic.write_text snapshots",
)


def find(step: str) -> object:
    """The function of a step; an error if there is none of that name any more."""
    _, name, *_ = step.split()
    found: object = importlib.import_module("orchestration")
    for part in name.split(".")[1:]:
        if not hasattr(found, part):
            importlib.import_module(f"{found.__name__}.{part}")  # type: ignore[attr-defined]
        found = getattr(found, part)
    return found
