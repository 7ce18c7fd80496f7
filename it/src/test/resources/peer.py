"""A libtorrent peer.

peer.py [--hub] [--encrypted] [--local] [--utp] DIR HOST:PORT SOURCE [HOST:PORT of a peer to call]...
Prints SEEDING when it has everything, and stays. A hub fetches nothing, and keeps all neighbours.
With --encrypted it talks to nobody in the plain, with --local it looks for local peers, with --utp
it does without TCP.
"""

import sys
import time

import libtorrent as lt

words = [word for word in sys.argv[1:] if not word.startswith("--")]
flags = [word for word in sys.argv[1:] if word.startswith("--")]
directory, address, source = words[:3]
peers = words[3:]
session = lt.session(
    {
        "listen_interfaces": address,
        "enable_dht": False,
        "enable_lsd": False,
        "enable_upnp": False,
        "enable_natpmp": False,
        # several peers of a test share this address
        "allow_multiple_connections_per_ip": True,
        # a seed would not talk to a hub, which wants nothing
        "close_redundant_connections": False,
        # as if the network let no UDP through: it would try uTP first, for seconds
        "enable_outgoing_utp": False,
        "alert_mask": lt.alert.category_t.error_notification
        | lt.alert.category_t.status_notification
        | lt.alert.category_t.tracker_notification
        | lt.alert.category_t.connect_notification
        | lt.alert.category_t.peer_log_notification,
    }
)
if "--local" in flags:
    session.apply_settings({"enable_lsd": True})
if "--utp" in flags:
    session.apply_settings(
        {
            "enable_outgoing_utp": True,
            "enable_outgoing_tcp": False,
            "enable_incoming_tcp": False,
        }
    )
if "--encrypted" in flags:
    session.apply_settings(
        {
            "in_enc_policy": int(lt.enc_policy.pe_forced),
            "out_enc_policy": int(lt.enc_policy.pe_forced),
            "allowed_enc_level": int(lt.enc_level.pe_rc4),
        }
    )
if source.startswith("magnet:"):
    params = lt.parse_magnet_uri(source)
else:
    params = lt.add_torrent_params()
    params.ti = lt.torrent_info(source)
params.save_path = directory
if "--hub" in flags:
    params.flags |= lt.torrent_flags.upload_mode
torrent = session.add_torrent(params)
for peer in peers:
    host, number = peer.rsplit(":", 1)
    torrent.connect_peer((host, int(number)))
told = False
# not session.wait_for_alert: the alert that it returns may be gone when Python looks at it, and then
# the process dies
while True:
    time.sleep(0.05)
    for alert in session.pop_alerts():
        print(type(alert).__name__, alert.message(), file=sys.stderr, flush=True)
    if not told and torrent.status().is_seeding:
        told = True
        print("SEEDING", flush=True)
