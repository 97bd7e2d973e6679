"""Parts through a bucket of an S3-compatible store: workers read and write there what the process
of the build has in its own folder, so that they share no file system with it.

Files that workers read are put into the bucket, and their results are fetched. Every other reader
of a table finds its parts on this machine, and needs neither the bucket nor its credentials. Names
are not used twice, so an object never changes. Not here: what a part is (`part`).
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import duckdb
from fsspec.implementations.arrow import ArrowFSWrapper
from pyarrow import fs

from orchestration.environment import OBJECT_SCHEME
from orchestration.settings import Settings

if TYPE_CHECKING:
    from orchestration.compute.engine import Engine
    from orchestration.compute.part import PartResult, PartTask

PROGRESS = logging.getLogger("orchestration.progress")
ATTEMPTS = 8
"""Times that a request is sent while the store is busy or does not answer."""
FIRST_ATTEMPTS = 3
"""Times for the first request, which a wrong endpoint does not answer: a second instead of 50."""
CHUNK = 16 * 2**20
"""Bytes of one request for a file that is fetched as a whole."""
TRANSFERS = 8
"""Files that are put at the same time."""


class BucketError(RuntimeError):
    """The bucket cannot be used; the message is one line and names the setting."""


def file_system(attempts: int = ATTEMPTS) -> Any:
    """The store, with the credentials, region and endpoint of the environment of this process as
    the SDKs of AWS read them: variables, files below ~/.aws, or the role of the machine."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    return fs.S3FileSystem(
        endpoint_override=endpoint or None,
        connect_timeout=10,
        request_timeout=60,
        retry_strategy=fs.AwsStandardS3RetryStrategy(max_attempts=attempts),
        allow_delayed_open=True,  # a small file is one request
    )


class _Objects(ArrowFSWrapper):  # type: ignore[misc]
    """As DuckDB reads them. It asks for size and time at every turn; an object never changes."""

    cachable = False

    def __init__(self, store: Any) -> None:
        super().__init__(store)
        self._known: dict[str, Any] = {}

    def info(self, path: str, **kwargs: Any) -> Any:
        if path not in self._known:
            self._known[path] = super().info(path, **kwargs)
        return self._known[path]

    def modified(self, path: str) -> Any:
        return self.info(path)["mtime"]


def register(database: duckdb.DuckDBPyConnection) -> None:
    """Let a DuckDB read files by addresses that begin with s3://."""
    database.register_filesystem(_Objects(file_system()))


def put(store: Any, file: Path, address: str) -> None:
    """Write a file as an object, which appears when it is complete."""
    target = address.removeprefix(OBJECT_SCHEME)
    fs.copy_files(
        *(str(file), target),
        source_filesystem=fs.LocalFileSystem(),
        destination_filesystem=store,
        chunk_size=CHUNK,
    )


@dataclass(frozen=True)
class Bucket:
    """The copy of a folder in a bucket, at `address`. `present` has the names that it holds."""

    address: str
    folder: Path
    store: Any
    present: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    @classmethod
    def open(cls, settings: Settings) -> Bucket:
        """The bucket of a build, without what an earlier one left; raises `BucketError`."""
        bucket = cls(settings.parts_bucket, settings.parts, file_system())
        with _as_one_line(settings.parts_bucket):
            name = bucket._path.partition("/")[0]
            first = file_system(FIRST_ATTEMPTS)
            if first.get_file_info(name).type == fs.FileType.NotFound:
                raise FileNotFoundError(f"there is no bucket {name}")
        bucket.remove_unused()
        return bucket

    @property
    def _path(self) -> str:
        return self.address.removeprefix(OBJECT_SCHEME)

    def _infos(self) -> list[Any]:
        """What is below the address. An error is raised: an empty list means an empty folder."""
        below = fs.FileSelector(self._path, recursive=True, allow_not_found=True)
        return list(self.store.get_file_info(below))

    def _name(self, info: Any) -> str:
        return str(info.path).removeprefix(f"{self._path}/")

    def address_of(self, file: str) -> str:
        """Where a file of the folder is in the bucket."""
        return f"{self.address}/{Path(file).relative_to(self.folder).as_posix()}"

    def put_all(self, files: Collection[str]) -> None:
        """Put those files of the folder that the bucket does not hold."""
        with self._lock, _as_one_line(self.address):  # dbt builds two tables at the same time
            names = {Path(file).relative_to(self.folder).as_posix() for file in files}
            with ThreadPoolExecutor(TRANSFERS) as pool:
                for name in pool.map(self._put, sorted(names - self.present)):
                    self.present.add(name)

    def _put(self, name: str) -> str:
        put(self.store, self.folder / name, f"{self.address}/{name}")
        return name

    def fetch(self, address: str) -> str:
        """Fetch an object; the path of its file."""
        name = address.removeprefix(f"{self.address}/")
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with _as_one_line(self.address):
            fs.copy_files(
                *(address.removeprefix(OBJECT_SCHEME), str(file)),
                source_filesystem=self.store,
                destination_filesystem=fs.LocalFileSystem(),
                chunk_size=CHUNK,
            )
        with self._lock:
            self.present.add(name)
        return str(file)

    def remove_unused(self) -> None:
        """Remove the objects whose file the folder no longer has, and half of a file."""
        with _as_one_line(self.address):
            found = self._infos()
            sizes = {self._name(info): info.size for info in found if info.is_file}
            unused = {name for name, size in sizes.items() if size != self._size(name)}
            used = sizes.keys() - unused
            used_folders = {str(path) for name in used for path in Path(name).parents}
            folders = {self._name(info) for info in found if not info.is_file} - used_folders
            for folder in sorted(folders):
                if str(Path(folder).parent) not in folders:  # else it is gone with that one
                    self.store.delete_dir(f"{self._path}/{folder}")
            for name in sorted(unused):
                if folders.isdisjoint(map(str, Path(name).parents)):
                    self.store.delete_file(f"{self._path}/{name}")
            self.present.clear()
            self.present.update(used)

    def _size(self, name: str) -> int | None:
        file = self.folder / name
        return file.stat().st_size if file.is_file() else None


@dataclass(frozen=True)
class ThroughBucket:
    """An engine whose workers read and write the copy of the parts in a bucket."""

    engine: Engine
    bucket: Bucket

    @property
    def workers(self) -> int:
        """See `Engine`."""
        return self.engine.workers

    def run(self, tasks: Sequence[PartTask]) -> Iterator[PartResult]:
        """See `Engine`. The files of tasks and results are those of the folder."""
        self.bucket.put_all({f for task in tasks for read in task.relations for f in read.files})
        for result in self.engine.run([self._of_workers(task) for task in tasks]):
            yield result._replace(file=self.bucket.fetch(result.file))

    def _of_workers(self, task: PartTask) -> PartTask:
        address = self.bucket.address_of
        relations = tuple(
            replace(read, files=tuple(map(address, read.files))) for read in task.relations
        )
        return replace(task, relations=relations, target=address(task.target))

    def cancel(self) -> None:
        """See `Engine`."""
        self.engine.cancel()

    def close(self) -> None:
        """See `Engine`. What cannot be removed now is removed by the next build."""
        self.engine.close()
        try:
            self.bucket.remove_unused()
        except BucketError as error:
            PROGRESS.warning("%s", error)


@contextmanager
def _as_one_line(address: str) -> Iterator[None]:
    """Raise `BucketError` for what the store answers; errors of this machine stay as they are."""
    try:
        yield
    except OSError as error:
        if error.errno is not None:
            raise
        why = " ".join(str(error).split())[:200].rstrip(". ")
        raise BucketError(
            f"HIRING_LEDGER_PARTS: {address} cannot be used: {why}. "
            "Credentials, region and endpoint are those of AWS_… in the environment"
        ) from error
