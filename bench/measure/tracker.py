"""A tracker for measurements, the same for all programs: HTTP, compact answers, nobody is timed out.

tracker.py HOST PORT INTERVAL; GET /seeds tells how many peers have everything, and how many there are.
"""

import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

peers: dict[str, dict[tuple[str, int], bool]] = {}
interval = 60


class Answer(BaseHTTPRequestHandler):
    """Answers one request; several at once, each in a thread, over one dictionary."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        if url.path == "/seeds":
            all_peers = [seed for swarm in peers.values() for seed in swarm.values()]
            self.reply(f"{sum(all_peers)} {len(all_peers)}".encode())
            return
        query = parse_qs(url.query, keep_blank_values=True, encoding="latin-1")
        swarm = peers.setdefault(query["info_hash"][0], {})
        me = (self.client_address[0], int(query["port"][0]))
        event = query.get("event", [""])[0]
        if event == "stopped":
            swarm.pop(me, None)
        else:
            swarm[me] = event == "completed" or query.get("left", ["1"])[0] == "0"
        others = b"".join(
            socket.inet_aton(host) + port.to_bytes(2, "big")
            for host, port in list(swarm)
            if (host, port) != me
        )
        self.reply(b"d8:intervali%de5:peers%d:%se" % (interval, len(others), others))

    def reply(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        print(format % args, file=sys.stderr)


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


if __name__ == "__main__":
    interval = int(sys.argv[3])
    Server((sys.argv[1], int(sys.argv[2])), Answer).serve_forever()
