package dev.freshet.protocol.proxy;

import java.io.Serial;

/// A text does not name a proxy. The message is one clause for people, without the password.
public final class ProxyException extends Exception {
  @Serial private static final long serialVersionUID = 1;

  ProxyException(String clause) {
    super(clause);
  }
}
