package dev.freshet.protocol.dht;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/// Signatures of mutable items (BEP 44, RFC 8032). Deterministic: the same bytes always get the
/// same signature.
final class Ed25519 {
  private static final String NAME = "Ed25519";

  private Ed25519() {}

  /// Whether `signature` is that of `message` by the owner of this key of 32 bytes.
  static boolean verifies(byte[] key, byte[] message, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(NAME);
      verifier.initVerify(publicKey(key));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException theirs) {
      // no point of the curve, or a number out of range
      return false;
    }
  }

  /// Signs with the secret of 32 bytes that the key was made from.
  static byte[] sign(byte[] secret, byte[] message) {
    try {
      Signature signer = Signature.getInstance(NAME);
      signer.initSign(
          KeyFactory.getInstance(NAME)
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, secret)));
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The point as RFC 8032 writes it: y with the lowest byte first, the highest bit for the sign of
  /// x.
  private static PublicKey publicKey(byte[] key) throws GeneralSecurityException {
    byte[] y = new byte[key.length];
    for (int i = 0; i < key.length; i++) {
      y[i] = key[key.length - 1 - i];
    }
    boolean odd = y[0] < 0;
    y[0] &= 0x7f;
    return KeyFactory.getInstance(NAME)
        .generatePublic(
            new EdECPublicKeySpec(
                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
  }
}
