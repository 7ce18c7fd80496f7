/// One swarm as we see it: its peers, its pieces, its trackers, its files. May import all rooms of
/// the core below `node`; every decision that can be taken from values alone is a room of its own
/// here, and `Torrent` keeps the order of things.
package dev.freshet.core.torrent;
