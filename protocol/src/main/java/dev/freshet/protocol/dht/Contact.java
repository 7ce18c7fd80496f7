package dev.freshet.protocol.dht;

import dev.freshet.protocol.Endpoint;

/// A node of the DHT: its id, and where it is reached.
public record Contact(NodeId id, Endpoint at) {}
