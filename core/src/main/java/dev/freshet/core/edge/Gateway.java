package dev.freshet.core.edge;

import dev.freshet.protocol.IpAddress;

/// The machine that leads out of the local network.
///
/// @param local our own address, as it sees us
public record Gateway(IpAddress ip, IpAddress local) {}
