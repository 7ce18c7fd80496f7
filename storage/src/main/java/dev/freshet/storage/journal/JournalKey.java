package dev.freshet.storage.journal;

import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.Info;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/// What a journal is of: a torrent in a folder.
///
/// @param name the journal's file name without extension: info-hash and a digest of the folder
/// @param digest SHA-256 over the info-hashes and the folder
public record JournalKey(
    String name, byte[] digest, long length, int pieceLength, int pieces, int files) {
  private static final int MAGIC = 0x46524a31; // "FRJ1"
  private static final int FOLDER_DIGITS = 16;

  /// The key of that torrent in that folder.
  public static JournalKey of(Info info, Path folder) {
    byte[] path = folder.toString().getBytes(StandardCharsets.UTF_8);
    MessageDigest sha256 = sha256();
    for (Hash hash : new Hash[] {info.hashes().v1(), info.hashes().v2()}) {
      if (hash != null) {
        sha256.update(hash.bytes());
      }
    }
    sha256.update(path);
    byte[] digest = sha256.digest();
    return new JournalKey(
        info.hashes().primary().hex() + "-" + digest(folder).substring(0, FOLDER_DIGITS),
        digest,
        info.geometry().length(),
        info.geometry().pieceLength(),
        info.geometry().pieceCount(),
        info.files().size());
  }

  /// SHA-256 of a path's name, in hexadecimal.
  public static String digest(Path path) {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(sha256().digest(name));
  }

  /// Writes the journal's first 64 bytes.
  void writeHeader(long epoch, ByteBuffer out) {
    int begin = out.position();
    out.putInt(0).putInt(MAGIC).putLong(epoch).putLong(length).putInt(pieceLength).putInt(files);
    out.put(digest);
    out.putInt(begin, crc(out, begin));
  }

  /// Reads the epoch from the first 64 bytes; -1 if they are not the beginning of this journal.
  long readHeader(ByteBuffer in) {
    if (in.remaining() < Slot.SIZE || in.getInt(0) != crc(in, 0)) {
      return -1;
    }
    long epoch = in.getLong(8);
    ByteBuffer expected = ByteBuffer.allocate(Slot.SIZE);
    writeHeader(epoch, expected);
    return expected.flip().equals(in.slice(0, Slot.SIZE)) ? epoch : -1;
  }

  private static int crc(ByteBuffer header, int begin) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().position(begin + 4).limit(begin + Slot.SIZE));
    return (int) crc.getValue();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
