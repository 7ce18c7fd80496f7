package dev.freshet.core.mapping;

/// Numbers for what is asked over HTTP; lower than all others of a node, which are not negative.
final class RequestIds {
  private long last = Long.MIN_VALUE;

  long next() {
    return ++last;
  }
}
