"""The service as a process of its own, started by its command, asked from outside, and watched."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

OSMOSE = [sys.executable, "-c", "from service.cli import main; main()"]
PATIENCE_SECONDS = 900


@dataclass
class Outside:
    """A service that runs."""

    process: subprocess.Popen[bytes]
    port: int
    started_at: float

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Return status and body of an answer; 0 where none came."""
        asking = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            asking.request(method, path, body, headers)
            answer = asking.getresponse()
            return answer.status, answer.read()
        except OSError:
            return 0, b""
        finally:
            asking.close()

    def wait_for(self, path: str) -> float:
        """Wait until a page is answered; return how many seconds after the start that was."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.ask(path)[0] != 200:
            if time.monotonic() > until or self.process.poll() is not None:
                raise TimeoutError(f"{path} was never answered")
            time.sleep(0.1)
        return time.monotonic() - self.started_at

    @property
    def peak_mib(self) -> float:
        """The most memory that the process had at once; 0 when it has just ended."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+)", told)
        return int(found[1]) / 1024 if found else 0.0

    @property
    def processor_seconds(self) -> float:
        """The time that the process worked, on all cores together."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def environment(database: Path, home: Path) -> dict[str, str]:
    """Return the environment of a command of Osmose on a database."""
    own = {"OSMOSE_DATABASE_URL": f"sqlite:///{database}", "OSMOSE_HOME": str(home), "OSMOSE_LOG_FORMAT": "json"}
    return {**os.environ, **own}


@contextmanager
def running(settings: Mapping[str, str], log: Path, *options: str) -> Iterator[Outside]:
    """Lend a service on a free port, started with some options; it is told to stop at the end."""
    command = [*OSMOSE, "serve", "--port", "0", *options]
    began_at = time.monotonic()
    with log.open("wb") as lines, subprocess.Popen(command, env=dict(settings), stderr=lines) as process:
        try:
            yield Outside(process, _port_in(log, process), began_at)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE_SECONDS)


def _port_in(log: Path, process: subprocess.Popen[bytes]) -> int:
    until = time.monotonic() + PATIENCE_SECONDS
    while not (told := re.search(rb"listens on http://[\d.]+:(\d+)", log.read_bytes())):
        if time.monotonic() > until or process.poll() is not None:
            raise TimeoutError(log.read_text())
        time.sleep(0.05)
    return int(told[1])
