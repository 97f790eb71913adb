"""A server that speaks S3, on a loopback port of its own, with one bucket; it forgets everything when it is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from botocore.config import Config
from botocore.exceptions import EndpointConnectionError, HTTPClientError
from botocore.session import get_session

from palabre.plumbing.engines.ports import free_port

READY_SECONDS_MAX = 30


class S3Server:
    BUCKET, REGION = "calls", "eu-west-3"

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._log = folder / "s3.log"
        self._child: subprocess.Popen | None = None

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"s3://{self.BUCKET}/kept/here?endpoint={self.endpoint}&region={self.REGION}"

    def start(self) -> None:
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        with open(self._log, "ab") as log:
            self._child = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + READY_SECONDS_MAX
        while not self._made():
            if self._child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"no S3 server: {self._log.read_text()[-500:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        if self._child:
            self._child.send_signal(signal.SIGKILL)
            self._child.wait()

    def _made(self) -> bool:
        """The bucket is there."""
        client = get_session().create_client(
            "s3", region_name=self.REGION, endpoint_url=self.endpoint, aws_access_key_id="key",
            aws_secret_access_key="secret", config=Config(connect_timeout=1, retries={"max_attempts": 0}),
        )  # fmt: skip
        try:
            client.create_bucket(Bucket=self.BUCKET, CreateBucketConfiguration={"LocationConstraint": self.REGION})
            return True
        except (EndpointConnectionError, HTTPClientError):
            return False
        finally:
            client.close()
