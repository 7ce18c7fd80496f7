/// What clients and trackers say to each other over HTTP (BEP 3, 7, 23, 24, 48) and UDP (BEP 15,
/// 41), as values and as bytes, both sides. May import the shared values and bencode.
package dev.freshet.protocol.announce;
