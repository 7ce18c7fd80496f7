package dev.freshet.storage.hash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The digests that BitTorrent uses, which every JDK has.
final class Digests {
  private Digests() {}

  static MessageDigest sha1() {
    return of("SHA-1");
  }

  static MessageDigest sha256() {
    return of("SHA-256");
  }

  private static MessageDigest of(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
