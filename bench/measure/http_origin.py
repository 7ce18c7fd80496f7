"""A plain HTTP server of one file, all that ask at once: http_origin.py HOST PORT FILE."""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        with open(sys.argv[3], "rb") as file:
            self.send_response(200)
            self.send_header("Content-Length", str(os.path.getsize(sys.argv[3])))
            self.end_headers()
            self.wfile.flush()
            self.connection.sendfile(file)

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024


Server((sys.argv[1], int(sys.argv[2])), Answer).serve_forever()
