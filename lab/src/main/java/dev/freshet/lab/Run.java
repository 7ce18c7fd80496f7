package dev.freshet.lab;

import java.util.List;

/// One origin and its peers at work. Ready when made, so that the clock starts with [#start]; to be
/// asked from one thread.
public sealed interface Run extends AutoCloseable permits ClientServerRun, PeerToPeerRun {
  /// Lets all peers go, and the clock with them. Once.
  void start() throws LabException;

  /// How far each peer is.
  List<PeerProgress> peers();

  /// Seconds since the start.
  double seconds();

  /// Whether all peers have everything.
  ///
  /// @throws LabException if some never will
  boolean done() throws LabException;

  /// What came of it, when [#done]. Waits for the origin's last count, about a second.
  ///
  /// @throws LabException if a copy is not what the origin has
  Measured measured() throws LabException, InterruptedException;

  /// Ends what still goes on, and waits for that. The copies stay.
  @Override
  void close();
}
