package dev.freshet.protocol.wire;

/// What a peer did wrong: a value, not an exception. `reason` is one clause for logs and counters.
public record ProtocolViolation(String reason) implements Decoded {}
