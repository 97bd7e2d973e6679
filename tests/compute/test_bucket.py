"""Parts through a bucket: what is put, fetched and removed, and how a bad bucket is reported."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.compute.bucket import Bucket, BucketError, file_system
from orchestration.compute.engine import engine_of
from orchestration.compute.part import PartTask, Relation
from orchestration.settings import Settings
from tests.compute import s3

COLUMNS = (("word", "VARCHAR"),)


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with s3.store(tmp_path_factory.mktemp("s3")) as variables:
        yield variables


@pytest.fixture
def settings(tmp_path: Path, variables: dict[str, str]) -> Settings:
    folder = f"s3://{s3.BUCKET}/some/folder"
    return Settings(tmp_path, "", partitions="2", parts_folder=folder)


def task(settings: Settings, part: int, sql: str = "select word from core.dim_words") -> PartTask:
    """A part whose one input is a file of one word."""
    file = settings.parts / "inputs" / f"{part}.parquet"
    file.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as database:
        database.execute(f"copy (select 'word {part}' as word) to '{file}'")
    relation = Relation("core/dim_words", COLUMNS, (str(file),))
    target = str(settings.parts / "core" / "fct_words" / "a-run" / f"{part:04}")
    return PartTask("core/fct_words", part, sql, (relation,), (), target, "100MiB", 1)


def objects(settings: Settings) -> list[str]:
    """The names of the objects of a data directory, without the folders that some stores show."""
    bucket = Bucket(settings.parts_bucket, settings.parts, file_system())
    return sorted(bucket._name(info) for info in bucket._infos() if info.is_file)


def test_workers_read_and_write_the_bucket_and_the_folder_has_the_results(
    settings: Settings,
) -> None:
    with closing(engine_of(settings, count=2)) as engine:
        results = list(engine.run([task(settings, part) for part in range(2)]))
        with duckdb.connect() as database:
            for result in results:
                assert Path(result.file).is_relative_to(settings.parts)
                rows = database.execute("from read_parquet(?)", [result.file]).fetchall()
                assert rows == [(f"word {result.part}",)]
        names = [Path(result.file).relative_to(settings.parts).as_posix() for result in results]
        assert objects(settings) == sorted([*names, "inputs/0.parquet", "inputs/1.parquet"])


def test_only_what_the_folder_has_is_kept(settings: Settings, tmp_path: Path) -> None:
    other = replace(settings, home=tmp_path / "another")
    with closing(engine_of(other, count=2)) as engine:
        list(engine.run([task(other, 0)]))
        kept = objects(other)
    with closing(engine_of(settings, count=2)) as engine:
        results = list(engine.run([task(settings, part) for part in range(2)]))
        Path(results[0].file).unlink()
        for part in range(2):
            (settings.parts / "inputs" / f"{part}.parquet").unlink()
    left = Path(results[1].file).relative_to(settings.parts).as_posix()
    assert objects(settings) == [left]
    assert objects(other) == kept, "a bucket may be that of several data directories"
    Path(results[1].file).unlink()
    engine_of(settings, count=2)  # of the next build
    assert objects(settings) == []


def test_a_file_that_the_bucket_has_lost_is_put_again(settings: Settings) -> None:
    engine = engine_of(settings, count=2)
    given = task(settings, 0)
    list(engine.run([given]))
    path = settings.parts_bucket.removeprefix("s3://")
    file_system().delete_dir_contents(path)
    again = engine_of(settings, count=2)
    assert [result.row_count for result in again.run([given])] == [1]


def test_half_of_a_file_is_put_again(settings: Settings) -> None:
    """As a process leaves it that is stopped while it puts a file."""
    given = task(settings, 0)
    list(engine_of(settings, count=2).run([given]))
    path = f"{settings.parts_bucket}/inputs/0.parquet".removeprefix("s3://")
    with file_system().open_output_stream(path) as half:
        half.write(b"PAR1")
    again = engine_of(settings, count=2)
    assert [result.row_count for result in again.run([given])] == [1]


def test_a_part_that_fails_leaves_no_object(settings: Settings) -> None:
    engine = engine_of(settings, count=2)
    broken = "select error('broken') from core.dim_words"
    with pytest.raises(duckdb.Error, match="broken"):
        list(engine.run([task(settings, 0, broken)]))
    assert objects(settings) == ["inputs/0.parquet"]


def test_a_bucket_that_does_not_exist(settings: Settings) -> None:
    absent = replace(settings, parts_folder="s3://no-such-bucket/folder")
    with pytest.raises(BucketError) as found:
        engine_of(absent, count=2)
    assert str(found.value).startswith("HIRING_LEDGER_PARTS: s3://no-such-bucket/folder/")
    assert "there is no bucket no-such-bucket" in str(found.value)
    assert "\n" not in str(found.value)


def test_wrong_credentials(settings: Settings, variables: dict[str, str]) -> None:
    def let_in(requests: bytes) -> None:
        """Of the next requests so many have no check of their key. The store knows no key."""
        address = f"{variables['AWS_ENDPOINT_URL']}/moto-api/reset-auth"
        request = urllib.request.Request(address, requests, {"Content-Type": "text/plain"})
        urllib.request.urlopen(request).close()

    let_in(b"0")
    try:
        with pytest.raises(BucketError) as found:
            engine_of(settings, count=2)
    finally:
        let_in(b"inf")
    assert str(found.value).startswith(f"HIRING_LEDGER_PARTS: s3://{s3.BUCKET}/some/folder/")
    assert "Credentials, region and endpoint are those of AWS_…" in str(found.value)
    assert s3.SECRET not in str(found.value)
    assert "\n" not in str(found.value)


def test_a_store_that_does_not_answer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    with pytest.raises(BucketError, match="NETWORK_CONNECTION") as found:
        engine_of(settings, count=2)
    assert str(found.value).startswith("HIRING_LEDGER_PARTS: ")
    assert "\n" not in str(found.value)


def test_one_part_needs_no_bucket(settings: Settings) -> None:
    absent = replace(settings, parts_folder="s3://no-such-bucket/folder")
    assert engine_of(absent, count=1).workers == 1


@pytest.mark.parametrize(
    "address",
    [
        "s3://key:secret@bucket/a",
        "s3://b",
        "s3://bucket/../a",
        "s3://bucket/a?b=secret",
        "gs://bucket/a",
    ],
)
def test_an_address_that_is_not_one_is_not_shown(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HIRING_LEDGER_PARTS", address)
    with pytest.raises(ValueError, match="HIRING_LEDGER_PARTS") as found:
        Settings.from_environment()
    assert "secret" not in str(found.value)
