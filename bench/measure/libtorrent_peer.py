"""A libtorrent peer: libtorrent_peer.py TORRENT DIR HOST PORT MARK [name=number]...; TORRENT may be a link.

Makes the file MARK when it has everything, and stays. What is not named has libtorrent's defaults.
"""

import sys
import time
from pathlib import Path
from urllib.request import urlopen

import libtorrent as lt

torrent, directory, host, port, mark = sys.argv[1:6]
settings = {
    "listen_interfaces": f"{host}:{port}",
    "enable_dht": False,
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    # all peers of a measurement over the loopback share one address
    "allow_multiple_connections_per_ip": True,
    "alert_mask": lt.alert.category_t.status_notification,
}
for setting in sys.argv[6:]:
    name, value = setting.split("=")
    settings[name] = {"true": True, "false": False}.get(value) if value in ("true", "false") else int(value)
session = lt.session(settings)
params = lt.add_torrent_params()
if torrent.startswith("http:"):
    with urlopen(torrent) as answer:
        params = lt.load_torrent_buffer(answer.read())
else:
    params.ti = lt.torrent_info(torrent)
params.save_path = directory
handle = session.add_torrent(params)
# not session.wait_for_alert: the alert that it returns may be gone when Python looks at it, and then
# the process dies
while not handle.status().is_seeding:
    time.sleep(0.02)
    session.pop_alerts()
Path(mark).touch()
while True:
    time.sleep(0.5)
    session.pop_alerts()
