/// Bencode (BEP 3): an iterative, bounded reader and a canonical writer. May import the shared
/// values; never recurses and never allocates more than the input's own order of size.
package dev.freshet.protocol.bencode;
