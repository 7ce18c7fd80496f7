"""Hears who calls on the local network (BEP 14).

hear.py ADDRESS
Prints READY when it listens, and the address of who calls and the info-hash.
"""

import re
import socket
import sys

ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
ear.bind(("239.192.152.143", 6771))
group = socket.inet_aton("239.192.152.143") + socket.inet_aton(sys.argv[1])
ear.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group)
print("READY", flush=True)
while True:
    text, caller = ear.recvfrom(2000)
    for info_hash in re.findall(rb"(?i)infohash: ([0-9a-f]{40})", text):
        print(caller[0], info_hash.decode().lower(), flush=True)
