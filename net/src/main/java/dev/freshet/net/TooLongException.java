package dev.freshet.net;

import java.io.IOException;

/// A web server sends more bytes than are taken.
public final class TooLongException extends IOException {
  private static final long serialVersionUID = 1L;

  TooLongException(int limit) {
    super("an answer of more than " + limit + " bytes");
  }
}
