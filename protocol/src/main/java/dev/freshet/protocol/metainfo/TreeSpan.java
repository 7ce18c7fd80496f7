package dev.freshet.protocol.metainfo;

import dev.freshet.protocol.Hash;

/// Where a piece lies in its file's hash tree (BEP 52).
///
/// @param root the file's pieces root
/// @param indexInFile which piece of the file it is
/// @param dataLength bytes of the piece that belong to the file
/// @param leafWidth leaves of its subtree, a power of two
/// @param filePieces how many pieces the file has; the root itself is the piece's hash when 1
public record TreeSpan(Hash root, int indexInFile, int dataLength, int leafWidth, int filePieces) {}
