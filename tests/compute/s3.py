"""An S3-compatible store on loopback: moto's server, in a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

BUCKET = "parts-of-tests"
SECRET = "secret-of-the-store-5c02e1"
PATIENCE = 60.0
"""Seconds in which the server must have begun."""


@contextmanager
def store(folder: Path) -> Iterator[dict[str, str]]:
    """The variables of the environment with which a process uses the store; set in this one. The
    store has one bucket, `BUCKET`; the server's log is in `folder`."""
    import boto3

    log = folder / "server.log"
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", "0"]
    with log.open("w") as output, subprocess.Popen(command, stderr=output) as server:
        try:
            variables = {
                "AWS_ACCESS_KEY_ID": "a-key",
                "AWS_SECRET_ACCESS_KEY": SECRET,
                "AWS_DEFAULT_REGION": "us-east-1",
                "AWS_ENDPOINT_URL": _address(log),
                "AWS_EC2_METADATA_DISABLED": "true",
            }
            with patch.dict(os.environ, variables):
                boto3.client("s3").create_bucket(Bucket=BUCKET)
                yield variables
        finally:
            server.terminate()


def _address(log: Path) -> str:
    """Where the server listens, which it says when it does."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text("utf-8")):
            return found[0]
        time.sleep(0.05)
    raise TimeoutError(f"moto's server did not begin: {log.read_text('utf-8')[-2_000:]}")
