package dev.freshet.core.piece;

/// A block to ask for: `length` bytes of `piece` from `begin` on.
public record Block(int piece, int begin, int length) {}
