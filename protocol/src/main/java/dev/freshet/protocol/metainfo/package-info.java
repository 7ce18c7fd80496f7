/// What a torrent is: .torrent files and info dictionaries of v1 (BEP 3), v2 (BEP 52) and hybrid
/// torrents, and the hash trees of v2. May import the shared values and bencode; what parses is
/// consistent in itself, and info-hashes are of the bytes as they came.
package dev.freshet.protocol.metainfo;
