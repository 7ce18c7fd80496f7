package dev.freshet.net;

import dev.freshet.protocol.proxy.Tunnel;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/// One TCP connection: its socket, what waits to leave, and what the selector is asked about. Keeps
/// no buffers while idle.
final class Connection implements Ready {
  private final int id;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final SendQueue queue = new SendQueue();

  private boolean connecting;

  /// The talk with the proxy; null without one, and once it is over.
  private @Nullable Tunnel tunnel;

  /// Whether the core wants what comes.
  private boolean reading;

  /// Whether reading waits for room in the pool.
  private boolean parked;

  /// Whether the kernel took less than was offered.
  private boolean kernelFull;

  /// Whether this stands in the list of those to flush.
  private boolean listed;

  private Connection(
      int id, SocketChannel channel, Selector selector, boolean connecting, @Nullable Tunnel tunnel)
      throws IOException {
    this.id = id;
    this.channel = channel;
    this.connecting = connecting;
    this.tunnel = tunnel;
    this.reading = connecting;
    key = channel.register(selector, connecting ? SelectionKey.OP_CONNECT : 0, this);
  }

  /// One that we open, through a proxy if there is a talk with one to be had.
  static Connection opened(
      int id, SocketChannel channel, Selector selector, @Nullable Tunnel tunnel)
      throws IOException {
    return new Connection(id, channel, selector, true, tunnel);
  }

  /// One that was opened to us.
  static Connection accepted(int id, SocketChannel channel, Selector selector) throws IOException {
    return new Connection(id, channel, selector, false, null);
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

  /// Whether it does not lead to its other end yet.
  boolean opening() {
    return connecting || tunnel != null;
  }

  @Nullable Tunnel tunnel() {
    return tunnel;
  }

  /// The proxy has connected us.
  void through() {
    tunnel = null;
  }

  boolean readsNow() {
    return reading && !parked && !connecting;
  }

  /// Whether it may be written to without waiting for the selector.
  boolean writesNow() {
    return !opening() && !kernelFull;
  }

  /// The connection stands, as far as TCP knows.
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
