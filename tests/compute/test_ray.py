"""Ray of this machine: parts come back, an error is the part's own, and strangers are refused."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest

from orchestration.compute.engine import Ray, engine_of
from orchestration.compute.part import PartTask
from orchestration.settings import Settings

pytestmark = pytest.mark.night  # each start of Ray takes seconds


@pytest.fixture(scope="module")
def engine() -> Iterator[Ray]:
    with patch.dict(os.environ):
        Ray("", workers=1).close()  # a process may build several nights
        with closing(Ray("", workers=2)) as engine:
            yield engine
    with warnings.catch_warnings():  # Ray ends its processes and does not wait for them
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def task(folder: Path, part: int, sql: str) -> PartTask:
    return PartTask("core/fct_a", part, sql, (), (), str(folder / f"{part}"), "100MiB", 1)


def test_parts_are_computed_by_other_processes(engine: Ray, tmp_path: Path) -> None:
    tasks = [task(tmp_path, part, f"select {part} as one") for part in range(4)]
    results = sorted(engine.run(tasks), key=lambda result: result.part)
    assert [result.part for result in results] == [0, 1, 2, 3]
    assert all(Path(result.file).exists() for result in results)
    assert not any(result.worker.endswith(f"/{os.getpid()}") for result in results)


def test_the_error_of_a_part_is_raised(engine: Ray, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="a broken part"):
        list(engine.run([task(tmp_path, 0, "select error('a broken part')")]))
    assert next(iter(engine.run([task(tmp_path, 1, "select 1 as one")]))).row_count == 1


@pytest.mark.parametrize(("token", "code"), [("", 1), ("0" * 64, 1), ("its own", 0)])
def test_only_who_has_the_token_is_let_in(engine: Ray, token: str, code: int) -> None:
    import ray

    address = ray.get_runtime_context().gcs_address
    own = os.environ["RAY_AUTH_TOKEN"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RAY_AUTH")}
    environment["RAY_AUTH_MODE"] = "token" if token else "disabled"
    if token:
        environment["RAY_AUTH_TOKEN"] = own if token == "its own" else token
    script = f"import ray; ray.init(address='{address}', log_to_driver=False)"
    stranger = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, check=False
    )
    assert stranger.returncode == code


def test_the_settings_name_the_engine(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "", compute="ray")
    assert engine_of(settings, count=1).workers == 1, "one part starts no Ray"
    assert not isinstance(engine_of(replace(settings, compute="local"), count=2), Ray)


LOSING = """
import os
import signal
import sys
import threading
import time
from pathlib import Path

from orchestration.compute import engine
from orchestration.compute.part import PartTask

engine.SILENCE = 3.0
ray = engine.Ray("", workers=1)
long = "select count(*) from range(10000000000), range(10000)"
tasks = [PartTask("core/fct_a", 0, long, (), (), sys.argv[1], "100MiB", 1)]


def lose():
    while not list(Path(sys.argv[1]).parent.glob(".part-*")):
        time.sleep(0.05)  # the part is not being computed yet
    for file in Path("/proc/self/task").glob("*/children"):
        for child in file.read_text().split():
            if b"gcs_server" in Path("/proc", child, "cmdline").read_bytes():
                os.kill(int(child), signal.SIGKILL)


threading.Thread(target=lose).start()
for _ in range(2):  # while a part is computed, and before the next
    try:
        next(ray.run(tasks))
    except engine.ClusterLost as error:
        print(error)
ray.close()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="finds the head node in /proc")
def test_a_cluster_that_ends_is_an_error_of_one_line(tmp_path: Path) -> None:
    losing = subprocess.run(
        [sys.executable, "-c", LOSING, str(tmp_path / "0")],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert losing.returncode == 0, losing.stderr[-2_000:]
    lines = losing.stdout.splitlines()
    assert len(lines) == 2
    for line in lines:
        assert line.startswith("the Ray cluster at ")
        assert "has not answered for 3 s" in line


def test_parts_that_are_computed_elsewhere_are_canceled(engine: Ray, tmp_path: Path) -> None:
    """Last: this engine computes nothing more."""
    long = "select count(*) from range(10000000000), range(10000)"
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(list, engine.run([task(tmp_path, 0, long)]))
        engine.cancel()
        assert "canceled" in str(running.exception(timeout=60))
