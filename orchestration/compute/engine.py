"""The two places that compute parts: this process, one part after another, or a Ray cluster."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from orchestration.compute.bucket import Bucket, ThroughBucket
from orchestration.compute.part import PartResult, PartTask, run
from orchestration.settings import Settings

RETRIES = 2
"""Times that a part is computed again after its worker was lost."""
OBJECT_STORE = 80 * 2**20
"""Bytes of Ray's object store on this machine: parts are files, so it holds only tasks."""


class Engine(Protocol):
    """Computes parts."""

    @property
    def workers(self) -> int:
        """Parts that are computed at the same time on this machine."""
        ...

    def run(self, tasks: Sequence[PartTask]) -> Iterator[PartResult]:
        """The result of each part, as it ends. Raises what a part raises."""
        ...

    def close(self) -> None:
        """End what this engine has started."""
        ...


class Local:
    """One part after another in this process, each on all threads."""

    workers = 1

    def run(self, tasks: Sequence[PartTask]) -> Iterator[PartResult]:
        """See `Engine`."""
        yield from map(run, tasks)

    def close(self) -> None:
        """Nothing was started."""


class Ray:
    """Parts as tasks of Ray: on this machine, or on the cluster at an address.

    A cluster of this machine ends with the build. Ray's processes listen on all addresses, so it
    has a token of its own; without the token a request is refused.
    """

    def __init__(self, address: str, workers: int) -> None:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        if not address:  # Ray reads both once in a process, when it is imported
            os.environ.setdefault("RAY_AUTH_MODE", "token")
            os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
        # A driver started by `uv run` or in a virtual environment must not be packed and sent.
        os.environ.setdefault("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
        try:
            import ray
        except ImportError as error:
            raise ImportError("Ray is not installed: pip install 'hiring-ledger[ray]'") from error
        self._ray: Any = ray
        self.workers = workers
        own: dict[str, Any] = {
            "num_cpus": workers,
            "object_store_memory": OBJECT_STORE,
            "include_dashboard": False,
        }
        ray.init(
            **({"address": address} if address else own),
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
        self._run = ray.remote(run).options(
            num_cpus=1, max_retries=RETRIES, name="hiring-ledger part"
        )

    def run(self, tasks: Sequence[PartTask]) -> Iterator[PartResult]:
        """See `Engine`. Ray repeats the part of a worker that was lost."""
        waiting = [self._run.remote(task) for task in tasks]
        try:
            while waiting:
                ended, waiting = self._ray.wait(waiting)
                yield from self._ray.get(ended)
        finally:
            for task in waiting:  # a part failed, or the run is canceled
                self._ray.cancel(task, force=True)

    def close(self) -> None:
        """Leave the cluster; one that this engine started ends."""
        self._ray.shutdown()


def engine_of(settings: Settings, count: int) -> Engine:
    """The engine that the settings name; nothing is started for one part. Raises `BucketError`."""
    if count == 1:
        return Local()
    # The bucket before Ray, which takes seconds to start
    bucket = Bucket.open(settings) if settings.parts_bucket else None
    is_ray = settings.compute == "ray"
    engine = Ray(settings.ray_address, settings.thread_count) if is_ray else Local()
    return ThroughBucket(engine, bucket) if bucket else engine
