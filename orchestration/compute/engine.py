"""The two places that compute parts: this process, one part after another, or a Ray cluster."""

from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from collections.abc import Iterator, Sequence
from threading import Event
from typing import Any, Protocol

from orchestration.compute.bucket import Bucket, ThroughBucket
from orchestration.compute.part import PartResult, PartTask, interrupt, run
from orchestration.settings import Settings

RETRIES = 2
"""Times that a part is computed again after its worker was lost."""
PATIENCE = 1.0
"""Seconds of a wait for parts, after which it is known whether the run was canceled."""
SILENCE = 45.0
"""Seconds in which a cluster does not answer, after which it is given up. Ray's own limit of 60
would end this process without a word of what to do, and is set higher."""
CANCELED = "the run was canceled"
OBJECT_STORE = 80 * 2**20
"""Bytes of Ray's object store on this machine: parts are files, so it holds only tasks."""


class ClusterLost(RuntimeError):
    """The Ray cluster has ended; the message is one line."""


class Engine(Protocol):
    """Computes parts."""

    @property
    def workers(self) -> int:
        """Parts that are computed at the same time on this machine."""
        ...

    def run(self, tasks: Sequence[PartTask]) -> Iterator[PartResult]:
        """The result of each part, as it ends. Raises what a part raises."""
        ...

    def cancel(self) -> None:
        """End the parts that are being computed, from another thread: their `run` raises an
        error, and so does any later one."""
        ...

    def close(self) -> None:
        """End what this engine has started."""
        ...


class Local:
    """One part after another in this process, each on all threads."""

    workers = 1

    def __init__(self) -> None:
        self._is_canceled = Event()

    def run(self, tasks: Sequence[PartTask]) -> Iterator[PartResult]:
        """See `Engine`."""
        for task in tasks:
            if self._is_canceled.is_set():
                raise RuntimeError(CANCELED)
            yield run(task)

    def cancel(self) -> None:
        """See `Engine`."""
        self._is_canceled.set()
        interrupt()

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
        os.environ.setdefault("RAY_gcs_rpc_server_reconnect_timeout_s", "600")
        try:
            import ray
        except ImportError as error:
            raise ImportError("Ray is not installed: pip install 'hiring-ledger[ray]'") from error
        self._ray: Any = ray
        self._is_canceled = Event()
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
        self._head = ray.get_runtime_context().gcs_address
        self._is_lost = Event()
        self._run = ray.remote(run).options(
            num_cpus=1, max_retries=RETRIES, name="hiring-ledger part"
        )

    def run(self, tasks: Sequence[PartTask]) -> Iterator[PartResult]:
        """See `Engine`. Ray repeats the part of a worker that was lost."""
        self._require_cluster()  # to submit a task would wait for it
        waiting = [self._run.remote(task) for task in tasks]
        try:
            while waiting:
                self._require_cluster()
                if self._is_canceled.is_set():
                    raise RuntimeError(CANCELED)
                ended, waiting = self._ray.wait(waiting, timeout=PATIENCE)
                yield from self._ray.get(ended)
        finally:
            for task in waiting:  # a part failed, or the run is canceled
                self._ray.cancel(task, force=True)

    def _require_cluster(self) -> None:
        """Wait until the head node answers; raises `ClusterLost` after `SILENCE`."""
        host, _, port = self._head.rpartition(":")
        begun = time.monotonic()
        while not self._is_canceled.is_set():
            try:
                socket.create_connection((host.strip("[]"), int(port)), timeout=5).close()
                return
            except OSError as error:
                if self._is_lost.is_set() or time.monotonic() - begun > SILENCE:
                    self._is_lost.set()  # other tables do not wait for it again
                    raise ClusterLost(
                        f"the Ray cluster at {self._head} has not answered for {SILENCE:.0f} s "
                        f"({error}): start it, and run this again"
                    ) from error
            self._is_canceled.wait(PATIENCE)

    def cancel(self) -> None:
        """See `Engine`. Who waits for parts cancels them."""
        self._is_canceled.set()

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
