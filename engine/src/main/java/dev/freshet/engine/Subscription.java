package dev.freshet.engine;

/// A listener's place; closing it ends the listening.
public interface Subscription extends AutoCloseable {
  /// Nothing more is delivered, except what is being delivered at this moment.
  @Override
  void close();
}
