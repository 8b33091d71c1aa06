#!/usr/bin/env python3
"""A worker: does each run once, however often it is sent. Needs Python 3.9, nothing else.

Usage: worker.py [PORT] [FILE]      (default 8080, runs.sqlite)

A run can come twice: an attempt that timed out may have been carried out, and so may one whose scheduler crashed. The run's
id is the same each time, so the worker stores what it did under it, in the transaction of the work itself. SQLite has one
writer at a time, so the runs of this worker go one after another; with another database only those of one run need to.
"""

import json
import sqlite3
import sys
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8080
FILE = sys.argv[2] if len(sys.argv) > 2 else "runs.sqlite"
LARGEST_BODY = 1 << 20


def connect():
    database = sqlite3.connect(FILE, timeout=10, isolation_level=None)
    database.execute("CREATE TABLE IF NOT EXISTS runs (id TEXT PRIMARY KEY, answer TEXT NOT NULL)")
    return database


def work(task, scheduled_at, body):
    """The job. Put yours here, and write to the same database."""
    return f"{task} for {scheduled_at} done, {len(body)} bytes"


def carry_out(run, task, scheduled_at, body):
    """Works once per run: the second request of a run waits for the first, then gets the same answer."""
    with closing(connect()) as database:
        database.execute("BEGIN IMMEDIATE")
        try:
            known = database.execute("SELECT answer FROM runs WHERE id = ?", (run,)).fetchone()
            answer = known[0] if known else work(task, scheduled_at, body)
            if not known:
                database.execute("INSERT INTO runs VALUES (?, ?)", (run, answer))
            database.execute("COMMIT")
        except BaseException:
            database.execute("ROLLBACK")
            raise
    return answer


class Worker(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            self.close_connection = True
            return self.answer(413, "the body is too large")
        body = self.rfile.read(int(length))
        run, task = self.headers.get("Nono-Run-Id"), self.headers.get("Nono-Task")
        if not run or not task:
            return self.answer(400, "this is no request of a scheduler")
        try:
            done = carry_out(run, task, self.headers.get("Nono-Scheduled-At"), body)
        except sqlite3.OperationalError as error:
            return self.answer(503, str(error), {"Retry-After": "5"})
        self.answer(200, done)

    def do_GET(self):
        self.answer(200, "ok")

    def answer(self, status, message, headers=None):
        data = message.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        seen = {name: value for name, value in self.headers.items() if name.lower().startswith("nono-")}
        print(json.dumps({"path": self.path, **seen}), flush=True)


if __name__ == "__main__":
    connect().close()
    print(f"listening on http://127.0.0.1:{PORT}", flush=True)
    try:
        ThreadingHTTPServer(("127.0.0.1", PORT), Worker).serve_forever()
    except KeyboardInterrupt:
        pass
