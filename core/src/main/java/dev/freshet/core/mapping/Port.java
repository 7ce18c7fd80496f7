package dev.freshet.core.mapping;

import dev.freshet.protocol.mapping.Transport;

/// A port of ours that is to be reached from outside.
record Port(Transport transport, int number) {}
