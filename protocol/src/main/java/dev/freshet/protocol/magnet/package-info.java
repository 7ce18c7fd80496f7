/// Magnet links (BEP 9, BEP 53), to values and back. May import the shared values and metainfo;
/// what parses has an info-hash.
package dev.freshet.protocol.magnet;
