package dev.freshet.sim.check;

import static dev.freshet.sim.check.Breach.unless;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.node.NodeOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/// The limits that one life of a node was given, and whether it keeps them. What it uploads counts
/// when it is read from the disk, for that is when the node decides to send it; what is not sent
/// after all is given back.
final class Limits {
  private static final long MOST_RECEIVED_AT_ONCE = 256 * 1024;

  private final NodeOptions options;
  private final Bucket nodeUp = new Bucket();
  private final Bucket torrentUp = new Bucket();
  private final Map<Long, Integer> reads = new LinkedHashMap<>();
  private long writing;

  Limits(NodeOptions options, long now) {
    this.options = options;
    nodeUp.limit(now, options.limits().upBytesPerSecond());
  }

  void asked(long now, Command command) {
    switch (command) {
      case Command.AddTorrent(int _, var _, var added) -> torrent(now, added.limits());
      case Command.AddMagnet(int _, var _, var added) -> torrent(now, added.limits());
      case Command.LimitTorrent(int _, var limits) -> torrent(now, limits);
      case Command.LimitNode(var limits) -> nodeUp.limit(now, limits.upBytesPerSecond());
      case Command _ -> {}
    }
  }

  private void torrent(long now, RateLimits limits) {
    torrentUp.limit(now, limits.upBytesPerSecond());
  }

  void said(long now, DiskEffect effect) {
    switch (effect) {
      case DiskEffect.Read(int _, long request, int _, int _, int length) -> {
        reads.put(request, length);
        nodeUp.pass(now, length);
        torrentUp.pass(now, length);
      }
      case DiskEffect.Write write -> {
        writing += write.bytes().remaining();
        unless(
            writing <= options.maxWriteBytes() + MOST_RECEIVED_AT_ONCE,
            writing + " bytes wait for the disk");
      }
      case DiskEffect _ -> {}
    }
  }

  /// The disk answered, and in that step so much payload was given.
  void heard(DiskInput input, long given) {
    switch (input) {
      case DiskInput.BytesRead(int _, long request, var _) -> refund(request, given);
      case DiskInput.Failed(int _, DiskEffect.Read read, var _, var _) -> refund(read.request(), 0);
      case DiskInput.Written written -> writing -= written.length();
      case DiskInput.Failed(int _, DiskEffect.Write write, var _, var _) ->
          writing -= write.bytes().remaining();
      case DiskInput _ -> {}
    }
  }

  private void refund(long request, long given) {
    Integer length = reads.remove(request);
    if (length != null && length > given) {
      nodeUp.refund(length - given);
      torrentUp.refund(length - given);
    }
  }

  /// So many connections stand or are being opened.
  void connections(int all, int halfOpen, long greeted) {
    unless(all <= options.maxConnections(), all + " connections");
    unless(halfOpen <= options.maxHalfOpen(), halfOpen + " connections being opened");
    unless(greeted <= options.maxConnectionsPerTorrent(), greeted + " connections of one torrent");
  }
}
