"""MiniStack, as a process of its own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import boto3
import urllib3
from botocore.config import Config

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]
WORK = HERE.parent / "target" / "deployed"
ACCOUNT, REGION = "000000000000", "us-east-1"


class Emulator:
    """An AWS on loopback, as its root user meets it. It, and every function that it started, ends with the `with` statement."""

    def __init__(self):
        self.port = free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}"
        self.log = WORK / "ministack.log"
        self.scratch = WORK / "tmp"
        self.rights_used, self.rights_refused = WORK / "rights-used.txt", WORK / "rights-refused.txt"

    def __enter__(self):
        shutil.rmtree(self.scratch, ignore_errors=True)
        self.scratch.mkdir(parents=True)
        # The functions inherit all of it, so that nothing else of ours is in it.
        variables = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "127.0.0.1",
            "AUTH": "true",
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": REGION,
            "TMPDIR": str(self.scratch),
            "RANGES_IGNORED": str(self.scratch / "ranges-ignored"),
            "RIGHTS_USED": str(self.rights_used),
            "RIGHTS_REFUSED": str(self.rights_refused),
        }
        command = [sys.executable, "-B", HERE / "start_ministack.py"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, env=variables, cwd=WORK, stdout=log, stderr=subprocess.STDOUT)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _wait(self):
        http = urllib3.PoolManager()
        for _ in range(600):
            if self.process.poll() is not None:
                raise SystemExit(f"MiniStack ended at once; {self.log} says why")
            try:
                if http.request("GET", self.endpoint + "/_ministack/health", retries=False, timeout=5).status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                pass
            time.sleep(0.1)
        raise SystemExit(f"MiniStack is not ready after a minute; {self.log} says why")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def client(self, service):
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"max_attempts": 2}, s3={"addressing_style": "path"}),
        )

    @contextmanager
    def ranges_ignored(self):
        """S3 answers with all of a version, whatever range was asked for: one of the corrections is off."""
        switch = self.scratch / "ranges-ignored"
        switch.touch()
        try:
            yield
        finally:
            switch.unlink()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
