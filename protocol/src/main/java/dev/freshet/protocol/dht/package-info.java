/// What DHT nodes say to each other (KRPC), as values and bytes. May import `bencode` and the
/// shared values; whatever comes in a datagram, reading it throws nothing and costs what its length
/// costs.
package dev.freshet.protocol.dht;
