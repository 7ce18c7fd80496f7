package dev.freshet.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/// One TCP connection: its socket, what waits to leave, and what the selector is asked about. Keeps
/// no buffers while idle.
final class Connection implements Ready {
  private final int id;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final SendQueue queue = new SendQueue();

  private boolean connecting;

  /// Whether the core wants what comes.
  private boolean reading;

  /// Whether reading waits for room in the pool.
  private boolean parked;

  /// Whether the kernel took less than was offered.
  private boolean kernelFull;

  /// Whether this stands in the list of those to flush.
  private boolean listed;

  Connection(int id, SocketChannel channel, Selector selector, boolean connecting)
      throws IOException {
    this.id = id;
    this.channel = channel;
    this.connecting = connecting;
    this.reading = connecting;
    key = channel.register(selector, connecting ? SelectionKey.OP_CONNECT : 0, this);
  }

  int id() {
    return id;
  }

  SocketChannel channel() {
    return channel;
  }

  SelectionKey key() {
    return key;
  }

  SendQueue queue() {
    return queue;
  }

  boolean connecting() {
    return connecting;
  }

  boolean readsNow() {
    return reading && !parked && !connecting;
  }

  /// Whether it may be written to without waiting for the selector.
  boolean writesNow() {
    return !connecting && !kernelFull;
  }

  /// The connection stands.
  void established() throws IOException {
    connecting = false;
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    ask();
  }

  void reading(boolean on) {
    reading = on;
    ask();
  }

  void parked(boolean on) {
    parked = on;
    ask();
  }

  void kernelFull(boolean full) {
    if (kernelFull != full) {
      kernelFull = full;
      ask();
    }
  }

  /// Marks this as listed for a flush; false if it was already.
  boolean list() {
    boolean fresh = !listed;
    listed = true;
    return fresh;
  }

  void unlist() {
    listed = false;
  }

  /// Asks the selector for what we wait for now.
  private void ask() {
    int ops =
        connecting
            ? SelectionKey.OP_CONNECT
            : (readsNow() ? SelectionKey.OP_READ : 0) | (kernelFull ? SelectionKey.OP_WRITE : 0);
    if (key.isValid() && key.interestOps() != ops) {
      key.interestOps(ops);
    }
  }

  /// Closes the socket and releases what did not leave.
  void close() {
    queue.drop();
    try {
      channel.close();
    } catch (IOException e) {
      // the kernel forgets the socket all the same
      kernelFull = false;
    }
  }
}
