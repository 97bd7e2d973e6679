"""A part: compiled SQL over the Parquet files that its task names, in a file that appears whole."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.compute.engine import Local
from orchestration.compute.part import PartResult, PartTask, Relation, _computing, run

COLUMNS = (("word", "VARCHAR"), ("size", "HUGEINT"))


@pytest.fixture
def task(tmp_path: Path) -> PartTask:
    """The sizes of some words, of two files that share a row."""
    files = [tmp_path / f"{number}.parquet" for number in range(2)]
    with duckdb.connect() as database:
        for file, words in zip(files, (["a", "it's"], ["a", "b"]), strict=True):
            database.execute("create or replace table words as select unnest(?) as word", [words])
            database.execute(f"copy (select word, 1::hugeint as size from words) to '{file}'")
    return PartTask(
        table="core/fct_words",
        part=0,
        sql='select word, sum(size) as size from "warehouse"."staging"."stg_words" group by word',
        relations=(Relation("staging/stg_words", COLUMNS, tuple(map(str, files))),),
        columns=(),
        target=str(tmp_path / "parts" / "0000"),
        memory="200MiB",
        threads=1,
    )


def rows(result: PartResult) -> list[tuple[str, int]]:
    with duckdb.connect() as database:
        return database.execute("from read_parquet(?) order by all", [result.file]).fetchall()


def test_a_part_runs_the_sql_over_its_files(task: PartTask) -> None:
    result = run(task)
    assert rows(result) == [("a", 2), ("b", 1), ("it's", 1)]
    assert (result.row_count, result.part) == (3, 0)


def test_the_types_of_the_query_are_known_where_parquet_has_none(task: PartTask) -> None:
    assert run(task).columns == COLUMNS


def test_rows_that_parts_repeat_are_read_once(task: PartTask) -> None:
    relation = replace(task.relations[0], is_distinct=True)
    result = run(replace(task, relations=(relation,)))
    assert rows(result) == [("a", 1), ("b", 1), ("it's", 1)]


def test_a_contract_gives_the_columns_and_their_order(task: PartTask) -> None:
    result = run(replace(task, columns=(("size", "BIGINT"), ("word", "VARCHAR"))))
    assert result.columns == (("size", "BIGINT"), ("word", "VARCHAR"))


def test_a_part_that_fails_leaves_no_file(task: PartTask) -> None:
    with pytest.raises(duckdb.Error):
        run(replace(task, sql="select error('broken')"))
    assert list(Path(task.target).parent.iterdir()) == []


def test_a_part_computed_twice_is_two_files(task: PartTask) -> None:
    """A worker that was lost may still be at work while another one's file is read."""
    results = [run(task) for _ in range(2)]
    assert rows(results[0]) == rows(results[1])
    written = {str(file) for file in Path(task.target).parent.iterdir()}
    assert written == {result.file for result in results}
    assert len(written) == 2


LONG = "select count(*) as word, 1 as size from range(10000000000) as r, range(10000) as s"


def test_a_part_that_is_being_computed_is_canceled(task: PartTask) -> None:
    engine = Local()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(list, engine.run([replace(task, sql=LONG), task]))
        while not _computing:
            time.sleep(0.01)
        engine.cancel()
        assert isinstance(running.exception(timeout=30), duckdb.InterruptException)
    assert list(Path(task.target).parent.iterdir()) == []
    with pytest.raises(RuntimeError, match="canceled"):
        list(engine.run([task]))


def test_parts_are_computed_one_after_another_in_this_process(task: PartTask) -> None:
    tasks = [replace(task, part=part, target=f"{task.target}.{part}") for part in range(3)]
    assert [result.part for result in Local().run(tasks)] == [0, 1, 2]
