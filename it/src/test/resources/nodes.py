"""A DHT: libtorrent nodes that all know each other.

nodes.py HOST PORT COUNT
The first listens on PORT, each other on the next. Prints READY once their tables are full, and the address and the
info-hash when somebody says to have a torrent.
"""

import sys
import time

import libtorrent as lt

host, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
ports = range(first, first + count)
sessions = [
    lt.session(
        {
            "listen_interfaces": f"{host}:{port}",
            "enable_dht": True,
            "enable_lsd": False,
            "enable_upnp": False,
            "enable_natpmp": False,
            "dht_bootstrap_nodes": "",
            # they share one address
            "dht_ignore_dark_internet": False,
            "dht_restrict_routing_ips": False,
            "dht_restrict_search_ips": False,
            "dht_prefer_verified_node_ids": False,
            "dht_block_ratelimit": 1000,
            "alert_mask": lt.alert.category_t.all_categories,
        }
    )
    for port in ports
]
known = [0] * count
while min(known) < count - 1:
    for i, session in enumerate(sessions):
        for port in ports:
            if port != ports[i]:
                session.add_dht_node((host, port))
        session.post_dht_stats()
    time.sleep(0.5)
    for i, session in enumerate(sessions):
        for alert in session.pop_alerts():
            if type(alert).__name__ == "dht_stats_alert":
                known[i] = sum(bucket["num_nodes"] for bucket in alert.routing_table)
    print("known", known, file=sys.stderr, flush=True)
print("READY", flush=True)
while True:
    time.sleep(0.05)
    for session in sessions:
        for alert in session.pop_alerts():
            if type(alert).__name__ == "dht_announce_alert":
                print(alert.ip, alert.info_hash, flush=True)
