"""Kill the server over and over while a client files, and let the next one go on.

    python -m faults.forks LOG CYCLES SEED

This process is the client. It loads Django once and forks a server a cycle, so
that a cycle costs milliseconds. A server is killed by its progress, never by
the clock: after a random number of answers it comes to a random SQL statement
of the next filing (most often COMMIT), says so, and is killed 0–3 ms later.
Half the time the next server is sent the last key again.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections import Counter, deque
from random import Random
from typing import Any

from faults import desk


MOST_ANSWERS = 5
LONGEST_DELAY = 0.003
MOST_STATEMENTS = 60
COMMIT, PAST = -1, -2


class Server:
    """A forked process that files what it is sent, and stops nowhere by itself."""

    def __init__(self) -> None:
        ours, theirs = os.pipe(), os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(ours[1]), os.close(theirs[0])
            serve(ours[0], theirs[1])
        os.close(ours[0]), os.close(theirs[1])
        self.requests, self.replies = ours[1], os.fdopen(theirs[0], "rb")

    def send(self, request: desk.Line) -> None:
        os.write(self.requests, json.dumps(request).encode() + b"\n")

    def receive(self) -> desk.Line | None:
        """Give its next line; None once it is dead and everything it said was read."""
        line = self.replies.readline()
        return json.loads(line) if line.endswith(b"\n") else None

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.requests)
        self.replies.close()


def serve(requests: int, replies: int) -> None:
    """Answer each request line by one reply line, until killed."""
    try:
        with os.fdopen(requests, "rb") as lines:
            for line in lines:
                answer(json.loads(line), replies)
    finally:
        os._exit(1)  # never back into the client's half of the program


def answer(request: desk.Line, replies: int) -> None:
    from django.db import connection

    connection.ensure_connection()
    connection.connection.set_trace_callback(Marker(request["mark"], replies) if request["mark"] is not None else None)
    verbs = {"submit": desk.submit, "amend": desk.amend, "turn": lambda _: desk.turn()}
    tell(replies, verbs[request["do"]](request))


def tell(replies: int, line: desk.Line) -> None:
    os.write(replies, json.dumps(line).encode() + b"\n")


class Marker:
    """Says when the filing has come to a given statement, counted from 1, or to a COMMIT."""

    def __init__(self, at: int, replies: int) -> None:
        self.left, self.replies = at, replies

    def __call__(self, statement: str) -> None:
        self.left -= self.left > 0
        if self.left == 0 or (self.left == COMMIT and statement.startswith("COMMIT")):
            self.left = PAST
            tell(self.replies, {"op": "mark"})


class Client:
    """Sends requests, writes down what it knows, and kills."""

    def __init__(self, log: desk.Log, seed: int) -> None:
        self.log, self.chance = log, Random(seed)
        self.ready: deque[desk.Line] = deque(desk.drafts())
        self.filed: deque[desk.Line] = deque()  # answered, and so open to amendment
        self.unanswered: deque[desk.Line] = deque()
        self.last: desk.Line | None = None
        self.counts: Counter[str] = Counter()

    def cycle(self) -> None:
        """Start a server, file a while, kill it inside a filing or inside the log's work."""
        server = Server()
        if self.last is not None and self.chance.random() < 0.5:
            self.counts["repeats"] += 1
            self.file(server, self.last, None)
        for _ in range(self.chance.randint(0, MOST_ANSWERS)):
            self.file(server, self.next(server), None)
        if self.chance.random() < 0.3:
            self.turn(server, None)
        mark = COMMIT if self.chance.random() < 0.4 else self.chance.randint(1, MOST_STATEMENTS)
        if self.chance.random() < 0.1:
            self.turn(server, mark)
        else:
            self.file(server, self.next(server), mark)
        server.kill()

    def next(self, server: Server) -> desk.Line:
        """Give a prepared return, else an amendment of a filed one, else one that was never answered."""
        if self.ready:
            return {**self.ready.popleft(), "key": self.new_key()}
        if not self.filed:
            return self.unanswered.popleft()
        filed = self.filed.popleft()
        server.send({**filed, "do": "amend", "mark": None})
        reply = server.receive()
        assert reply is not None, "an amendment could not be opened"
        return {**filed, "draft": reply["draft"], "key": self.new_key()}

    def new_key(self) -> str:
        self.counts["keys"] += 1
        return f"k{self.counts['keys']}"

    def file(self, server: Server, request: desk.Line, mark: int | None) -> None:
        self.last = request
        self.log.write({"op": "invoke", "key": request["key"], "draft": request["draft"]})
        reply = self.exchange(server, {**request, "do": "submit", "mark": mark})
        self.log.write(reply or {"op": "info", "key": request["key"]})
        self.counts[reply["op"] if reply else "unanswered"] += 1
        for queue in (self.filed, self.unanswered):
            if request in queue:
                queue.remove(request)
        if reply is not None and reply["op"] == "ok":
            request["case"] = reply["case"]
            self.filed.append(request)
        else:
            self.unanswered.append(request)

    def turn(self, server: Server, mark: int | None) -> None:
        reply = self.exchange(server, {"do": "turn", "mark": mark})
        self.counts[reply["op"] if reply else "turns killed"] += 1
        if reply is not None and reply["op"] == "checkpoint":
            self.log.write(reply)

    def exchange(self, server: Server, request: desk.Line) -> desk.Line | None:
        """Send, and give the answer; when the server comes to its mark, kill it and read what it still said."""
        server.send(request)
        reply = server.receive()
        if reply == {"op": "mark"}:
            time.sleep(self.chance.uniform(0, LONGEST_DELAY))
            os.kill(server.pid, signal.SIGKILL)
            reply = server.receive()
        return reply


def main(path: str, cycles: int, seed: int) -> dict[str, Any]:
    desk.start()
    desk.warm_up()
    client = Client(desk.Log(path), seed)
    started = time.monotonic()
    for _ in range(cycles):
        client.cycle()
    return {"cycles": cycles, "seconds": round(time.monotonic() - started, 1), **client.counts}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
