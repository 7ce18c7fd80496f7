"""A libtorrent node in a DHT of its own.

dht.py HOST:PORT "BEGIN,BEGIN..." [seed FILE.torrent FOLDER | get MAGNET FOLDER | put TEXT | fetch HASH |
        put-mutable TEXT SALT | fetch-mutable KEY SALT]
Prints LISTENING once it does, TABLE and the number of nodes that it knows, when that changes, SEEDING once it has all of its
torrent, STORED and the hash or the key once other nodes have taken the item, ITEM and the item that it found.
"""

import sys
import time

import libtorrent as lt

# the key pair of BEP 44's test vectors
SECRET = bytes.fromhex(
    "e06d3183d14159228433ed599221b80bd0a5ce8352e4bdf0262f76786ef1c74d"
    "b7e7a9fea2c0eb269d61e3b38e450a22e754941ac78479d6c54e1faf6037881d"
)
KEY = bytes.fromhex("77ff84905a91936367c01360803104f92432fcd904a43511876df5cdf3e7e548")

address, begin, *words = sys.argv[1:]
session = lt.session(
    {
        "listen_interfaces": address,
        "enable_dht": True,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        "enable_outgoing_utp": False,
        "enable_incoming_utp": False,
        "allow_multiple_connections_per_ip": True,
        "dht_bootstrap_nodes": begin,
        # all nodes of a test share one address, which is none of the internet
        "dht_restrict_routing_ips": False,
        "dht_restrict_search_ips": False,
        "dht_ignore_dark_internet": False,
        "dht_prefer_verified_node_ids": False,
        "dht_block_ratelimit": 1000,
        "alert_mask": lt.alert.category_t.all_categories,
    }
)
torrent = None
params = None
if words and words[0] in ("seed", "get"):
    if words[0] == "seed":
        params = lt.add_torrent_params()
        params.ti = lt.torrent_info(words[1])
    else:
        params = lt.parse_magnet_uri(words[1])
    params.save_path = words[2]
ITEMS = ("dht_immutable_item_alert", "dht_mutable_item_alert")
table = 0
again = 0
begun = time.monotonic()
stored = False
found = False
# not session.wait_for_alert: the alert that it returns may be gone when Python looks at it, and then
# the process dies
while True:
    time.sleep(0.05)
    for alert in session.pop_alerts():
        name = type(alert).__name__
        if name == "dht_put_alert" and alert.num_success > 0 and not stored:
            stored = True
            print("STORED", target, flush=True)
        elif name in ITEMS and alert.item and alert.item["value"] and not found:
            found = True
            print("ITEM", alert.item, flush=True)
        elif name == "listen_succeeded_alert" and "UTP" in alert.message().upper():
            print("LISTENING", flush=True)
        elif name == "dht_stats_alert":
            known = sum(bucket["num_nodes"] for bucket in alert.routing_table)
            if known != table:
                table = known
                print("TABLE", table, flush=True)
        elif name in ("torrent_error_alert", "dht_reply_alert", "dht_announce_alert"):
            print(name, alert.message(), file=sys.stderr, flush=True)
    if time.monotonic() > again:
        again = time.monotonic() + 1
        # its table stays empty where all others are nodes to begin at: those it never keeps
        settled = time.monotonic() > begun + 2
        session.post_dht_stats()
        # who looks before it knows a node looks again after a quarter of an hour only
        if settled and table and params:
            torrent = session.add_torrent(params)
            params = None
        if settled and words and words[0] == "put" and not stored:
            target = session.dht_put_immutable_item(words[1])
        if settled and words and words[0] == "put-mutable" and not stored:
            target = KEY.hex()
            session.dht_put_mutable_item(SECRET, KEY, words[1].encode(), words[2].encode())
        if settled and words and words[0] == "fetch-mutable" and not found:
            session.dht_get_mutable_item(bytes.fromhex(words[1]), words[2].encode())
        if settled and words and words[0] == "fetch" and not found:
            session.dht_get_immutable_item(lt.sha1_hash(bytes.fromhex(words[1])))
    if torrent and torrent.status().is_seeding:
        torrent = None
        print("SEEDING", flush=True)
