package dev.freshet.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What names a torrent: its v1 (SHA-1) info-hash, its v2 (SHA-256) info-hash, or both when hybrid
/// (BEP 3, BEP 52). At least one is present.
public record InfoHashes(@Nullable Hash v1, @Nullable Hash v2) {
  public InfoHashes {
    if (v1 == null && v2 == null) {
      throw new IllegalArgumentException("a torrent has a v1 or a v2 info-hash");
    }
    if (v1 != null && v1.length() != Hash.SHA1_LENGTH) {
      throw new IllegalArgumentException("v1 info-hash of " + v1.length() + " bytes");
    }
    if (v2 != null && v2.length() != Hash.SHA256_LENGTH) {
      throw new IllegalArgumentException("v2 info-hash of " + v2.length() + " bytes");
    }
  }

  /// The 20-byte names under which the torrent is met on the wire and at trackers: v1 first, then
  /// the truncated v2.
  public List<Hash> wire() {
    List<Hash> all = new ArrayList<>(2);
    if (v1 != null) {
      all.add(v1);
    }
    if (v2 != null) {
      all.add(v2.truncated());
    }
    return List.copyOf(all);
  }

  /// The 20-byte name that stands for the torrent where only one fits: v1 if there is one.
  public Hash primary() {
    return wire().getFirst();
  }

  @Override
  public String toString() {
    return v1 != null ? v1.hex() : primary().hex();
  }
}
