package dev.freshet.sim.check;

import dev.freshet.protocol.IpAddress;
import java.nio.ByteBuffer;

/// What is true of a host and its swarm, whatever its node believes.
public interface Truth {
  /// Whether these are the torrent's bytes at that place.
  boolean right(int piece, int begin, ByteBuffer bytes);

  /// Whether all bytes of this piece lie on the host's disk as they should.
  boolean stored(int piece);

  /// Whether the host's disk has kept what it promised. If not, what is wrong there is nobody's
  /// fault.
  boolean diskKeptWord();

  /// Whether somebody at that address has done what a peer may be banned for.
  boolean guilty(IpAddress peer);
}
