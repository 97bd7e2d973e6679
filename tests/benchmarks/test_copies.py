"""A night several times over: every copy is whole, and what follows from it is built again."""

from contextlib import closing
from pathlib import Path

import duckdb

from benchmarks.copies import after_listings, repeat
from orchestration.warehouse.dbt_project import Project

COUNTS = """
select
    count(*) as listings,
    count(distinct listings.listing_id) as ids,
    count(distinct listings.role_id) as roles,
    count(companies.company_id) as with_company,
    (
        select count(*) from core.fct_listing_technologies
        semi join core.fct_listings using (listing_id)
    ) as technologies
from core.fct_listings as listings
left join core.dim_companies as companies using (company_id)
"""


def test_each_copy_has_listings_roles_and_companies_of_its_own(
    sample_home: Path, tmp_path: Path
) -> None:
    project = Project.load()
    repeat(sample_home, tmp_path, 3, project)
    counted = []
    for home in (sample_home, tmp_path):
        with closing(duckdb.connect(str(home / "warehouse.duckdb"), read_only=True)) as db:
            counted.append(db.execute(COUNTS).fetchone())
            checked = {
                table
                for (table,) in db.execute(
                    "select distinct table_name from validation.results"
                ).fetchall()
            }
    once, thrice = counted
    assert once is not None
    assert thrice == tuple(3 * count for count in once)
    assert not checked & {*after_listings(project)}
    assert {"core/fct_listings", "core/dim_technologies"} <= checked
