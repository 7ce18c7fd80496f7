/// Files to a new torrent. May import the protocol and the hashing beside it; never changes a file,
/// and holds a bounded part of them in memory.
package dev.freshet.storage.create;
