/// The distributed hash table: who is near a torrent's name, and whom they know of. May import
/// `edge`, `rate`, `api` and `protocol`; sends nothing but datagrams, remembers nothing without a
/// limit, and never sends a stranger much more than the stranger has sent.
package dev.freshet.core.dht;
