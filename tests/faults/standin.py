"""The smallest program with the product's pragmas: does the recorder see what SQLite does?

Its only argument is the value of `synchronous`. It writes rows of random bytes,
one durable commit each, and tells its log after each commit.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from random import Random


ROWS = 400


def main(database: str, log: str, synchronous: str) -> None:
    told = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA synchronous={synchronous}")
    connection.execute("CREATE TABLE filed (key TEXT PRIMARY KEY, body BLOB)")
    chance = Random(1)
    for number in range(ROWS):
        key, body = f"k{number}", chance.randbytes(chance.randrange(200, 20_000))
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO filed VALUES (?, ?)", (key, body))
        connection.execute("COMMIT")
        line = {"op": "ok", "key": key, "answer": hashlib.sha256(body).hexdigest()}
        os.write(told, json.dumps(line, separators=(",", ":")).encode() + b"\n")
    connection.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
