/// What peers say to each other (BEP 3, 6, 9, 10, 21, 52, 54), as values and as bytes. May import
/// the shared values and bencode; decoding never allocates more than the bytes that have arrived.
package dev.freshet.protocol.wire;
