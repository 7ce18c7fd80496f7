"""Hands out one file by HTTP, once it may: gate.py HOST PORT FILE GO.

Requests wait until the file GO exists, so that programs that are all running begin together.
"""

import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        print("waiting", self.client_address[0], flush=True)
        while not Path(sys.argv[4]).exists():
            time.sleep(0.01)
        body = Path(sys.argv[3]).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-bittorrent")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024


Server((sys.argv[1], int(sys.argv[2])), Answer).serve_forever()
