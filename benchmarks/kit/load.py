"""What does somebody outside wait for? Requests from a process of its own, over kept-alive connections.

Run as `python -m benchmarks.kit.load`, it reads lanes of requests as JSON and
writes what became of each. A lane is one connection that sends one request at
a time. A request with a `due` is sent then, and its wait is counted from then
also when the lane was late: a slow server must not thin out its own load.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from urllib.parse import urlsplit


HEAD_START = 0.3  # seconds until all lanes stand ready
SEE_OTHER, BAD_REQUEST = 303, 400
SHOWN = 300  # bytes of a refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; `follow` fetches the page a form leads to, as a browser does."""

    kind: str
    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    due: float | None = None
    follow: bool = False


@dataclass(frozen=True, slots=True)
class Got:
    """What became of it: `ms` from due (or sending) to the last byte; `ended` in seconds since the start."""

    kind: str
    status: int
    ms: float
    ended: float
    refusal: str = ""  # how an answer of 400 and above begins


def fire(address: str, lanes: Sequence[Sequence[Request]], stop_after: float = 1e9) -> list[Got]:
    """Send all lanes at once from another process, for at most that many seconds."""
    asked = {
        "address": address,
        "stop_after": stop_after,
        "lanes": [[asdict(request) for request in lane] for lane in lanes],
    }
    command = [sys.executable, "-m", "benchmarks.kit.load"]
    done = subprocess.run(command, input=json.dumps(asked).encode(), stdout=subprocess.PIPE, check=True)
    return [Got(*one) for one in json.loads(done.stdout)]


def main() -> None:
    """Read lanes from standard input, send them, write the answers."""
    asked = json.load(sys.stdin)
    lanes = [[Request(**request) for request in lane] for lane in asked["lanes"]]
    got: list[Got] = []
    start = time.perf_counter() + HEAD_START
    threads = [
        threading.Thread(target=_lane, args=(asked["address"], lane, start, start + asked["stop_after"], got))
        for lane in lanes
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    json.dump([[one.kind, one.status, one.ms, one.ended, one.refusal] for one in got], sys.stdout)


def _lane(address: str, lane: list[Request], start: float, stop: float, got: list[Got]) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=120)
    connection.connect()
    for request in lane:
        due = start + (request.due or 0)
        time.sleep(max(0.0, due - time.perf_counter()))
        since = time.perf_counter() if request.due is None else due
        if since > stop:
            break
        status, said = _send(connection, request)
        ended = time.perf_counter()
        refusal = said[:SHOWN].decode("utf-8", "replace") if status >= BAD_REQUEST else ""
        got.append(Got(request.kind, status, (ended - since) * 1000, ended - start, refusal))
    connection.close()


def _send(connection: http.client.HTTPConnection, request: Request) -> tuple[int, bytes]:
    connection.request(request.method, request.path, request.body.encode() or None, request.headers)
    answer = connection.getresponse()
    said = answer.read()
    if request.follow and answer.status == SEE_OTHER:
        kept = {name: value for name, value in request.headers.items() if name != "Content-Type"}
        connection.request("GET", answer.headers["Location"], None, kept)
        answer = connection.getresponse()
        said = answer.read()
    return answer.status, said


if __name__ == "__main__":
    main()
