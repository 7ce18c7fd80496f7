"""Makes and reads torrents with libtorrent.

make.py make v1|v2|hybrid PATH OUT [TRACKER]
make.py read FILE    prints name, info-hashes and padding files, a tab between words
"""

import os
import sys

import libtorrent as lt

PIECE = 65536
FLAGS = {"hybrid": 0, "v2": 32, "v1": 64}  # of lt.create_torrent; 2.0.8 does not name the last


def make(flavour, path, out, tracker=""):
    files = lt.file_storage()
    lt.add_files(files, path)
    torrent = lt.create_torrent(files, PIECE, FLAGS[flavour])
    if tracker:
        torrent.add_tracker(tracker)
    lt.set_piece_hashes(torrent, os.path.dirname(path))
    with open(out, "wb") as f:
        f.write(lt.bencode(torrent.generate()))


def read(path):
    info = lt.torrent_info(path)
    print("name", info.name(), sep="\t")
    hashes = info.info_hashes()
    if hashes.has_v1():
        print("v1", hashes.v1, sep="\t")
    if hashes.has_v2():
        print("v2", hashes.v2, sep="\t")
    files = info.files()
    for i in range(files.num_files()):
        if files.file_flags(i) & lt.file_storage.flag_pad_file:
            print("pad", files.file_size(i), files.file_path(i), sep="\t")


{"make": make, "read": read}[sys.argv[1]](*sys.argv[2:])
