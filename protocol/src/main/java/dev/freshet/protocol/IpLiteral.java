package dev.freshet.protocol;

import org.jspecify.annotations.Nullable;

/// Text of addresses: the strict literals of RFC 4291 and RFC 5952.
final class IpLiteral {
  private IpLiteral() {}

  static @Nullable IpAddress parse(String text) {
    throw new UnsupportedOperationException("helper: protocol values");
  }

  static @Nullable Endpoint parseEndpoint(String text) {
    throw new UnsupportedOperationException("helper: protocol values");
  }

  static String format(IpAddress ip) {
    throw new UnsupportedOperationException("helper: protocol values");
  }
}
