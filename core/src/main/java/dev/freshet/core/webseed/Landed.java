package dev.freshet.core.webseed;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.piece.Block;
import java.nio.ByteBuffer;

/// A block that a server sent.
///
/// @param bytes all of it
/// @param owner holds the bytes; whoever takes the block releases it
public record Landed(Block block, ByteBuffer bytes, Lease owner) {}
