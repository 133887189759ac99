"""Asks a server as many at once for a while, in a process of its own: seconds of each answer, and how many came."""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

import numpy as np

N_AT_ONCE = 32


@dataclass(frozen=True)
class Load:
    """What became of some requests."""

    seconds: np.ndarray
    """Of each answer with status 200."""
    n_other: int
    """Answers of another status."""
    lasted: float

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.lasted

    def percentile(self, share: float) -> float:
        """Return in how many milliseconds so many of a hundred answers came."""
        return float(np.percentile(self.seconds, share)) * 1000


def ask(port: int, paths: Sequence[str], headers: dict[str, str], lasting: float) -> Load:
    """Ask for one path after another on `N_AT_ONCE` connections for some seconds, from a process of its own."""
    asked = json.dumps({"port": port, "paths": list(paths), "headers": headers, "lasting": lasting})
    command = [sys.executable, "-m", "tests.benchmarks.asking"]
    told = json.loads(subprocess.run(command, input=asked, capture_output=True, text=True, check=True).stdout)
    return Load(np.array(told["seconds"]), told["n_other"], told["lasted"])


async def _ask_all(port: int, paths: list[str], headers: dict[str, str], lasting: float) -> dict[str, object]:
    head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": "localhost", **headers}.items())
    requests = cycle([f"GET {path} HTTP/1.1\r\n{head}\r\n".encode() for path in paths])
    begin = time.perf_counter()
    seconds: list[float] = []
    others: list[int] = []

    async def keep_asking() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while (asked_at := time.perf_counter()) < begin + lasting:
            writer.write(next(requests))
            top = await reader.readuntil(b"\r\n\r\n")
            length = int(top.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            await reader.readexactly(length)
            if top.startswith(b"HTTP/1.1 200"):
                seconds.append(time.perf_counter() - asked_at)
            else:
                others.append(1)
        writer.close()

    await asyncio.gather(*(keep_asking() for _ in range(N_AT_ONCE)))
    return {"seconds": seconds, "n_other": len(others), "lasted": time.perf_counter() - begin}


if __name__ == "__main__":
    json.dump(asyncio.run(_ask_all(**json.load(sys.stdin))), sys.stdout)
