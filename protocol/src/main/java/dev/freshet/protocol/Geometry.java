package dev.freshet.protocol;

/// All piece and block arithmetic of a torrent, in one room.
///
/// `length` counts every byte of the piece space, padding included. Every piece has `pieceLength`
/// bytes but the last, which has the rest; every block has [#BLOCK] bytes but the last of a piece.
/// That is the view of the wire for v1, hybrid and v2 torrents alike: a v2-only torrent is laid out
/// with virtual padding after each file but the last, as its hybrid twin would have it (BEP 47, BEP
/// 52).
///
/// @param length bytes in all, 1 or more
/// @param pieceLength bytes a piece, 1 or more, at most [#MAX_PIECE_LENGTH]
public record Geometry(long length, int pieceLength) {
  /// Bytes a block: the unit of requests (BEP 3).
  public static final int BLOCK = 16 * 1024;

  /// The longest piece accepted: 512 MiB.
  public static final int MAX_PIECE_LENGTH = 1 << 29;

  /// The most pieces accepted.
  public static final int MAX_PIECES = 1 << 21;

  public Geometry {
    if (length < 1 || pieceLength < 1 || pieceLength > MAX_PIECE_LENGTH) {
      throw new IllegalArgumentException(
          "torrent of " + length + " bytes in pieces of " + pieceLength);
    }
    if ((length - 1) / pieceLength >= MAX_PIECES) {
      throw new IllegalArgumentException(
          "more than " + MAX_PIECES + " pieces: " + length + " bytes in pieces of " + pieceLength);
    }
  }

  /// How many pieces there are.
  public int pieceCount() {
    return (int) ((length - 1) / pieceLength) + 1;
  }

  /// Bytes of this piece.
  public int pieceSize(int piece) {
    check(piece);
    return (int) Math.min(pieceLength, length - offset(piece));
  }

  /// Where this piece begins in the torrent.
  public long offset(int piece) {
    return (long) piece * pieceLength;
  }

  /// Where byte `begin` of this piece lies in the torrent.
  public long offset(int piece, int begin) {
    return offset(piece) + begin;
  }

  /// Which piece the byte at `offset` of the torrent lies in.
  public int pieceAt(long offset) {
    return (int) (offset / pieceLength);
  }

  /// How many blocks this piece has.
  public int blockCount(int piece) {
    return (pieceSize(piece) - 1) / BLOCK + 1;
  }

  /// How many blocks a piece has that is not the last.
  public int blocksPerPiece() {
    return (int) ((Math.min(pieceLength, length) - 1) / BLOCK) + 1;
  }

  /// Where this block begins in its piece.
  public int blockBegin(int block) {
    return block * BLOCK;
  }

  /// Bytes of this block of this piece.
  public int blockSize(int piece, int block) {
    return Math.min(BLOCK, pieceSize(piece) - blockBegin(block));
  }

  /// Whether these bytes are exactly one block as we ask for them.
  public boolean isBlock(int piece, int begin, int size) {
    return isInside(piece, begin, size)
        && begin % BLOCK == 0
        && size == blockSize(piece, begin / BLOCK);
  }

  /// Whether these bytes, one or more, lie inside this piece.
  public boolean isInside(int piece, int begin, int size) {
    return piece >= 0
        && piece < pieceCount()
        && begin >= 0
        && size > 0
        && (long) begin + size <= pieceSize(piece);
  }

  private void check(int piece) {
    if (piece < 0 || piece >= pieceCount()) {
      throw new IndexOutOfBoundsException("piece " + piece + " of " + pieceCount());
    }
  }
}
