package dev.freshet.fuzz;

/// A parser, or a machine behind one, and what it is given.
///
/// @param bounded whether all that it does is done on the calling thread by this input alone, so
///   that its memory can be counted
record Target(Taker taker, boolean bounded) {
  /// Takes one input. What it throws is a finding; refusals that are declared are caught inside.
  interface Taker {
    void take(byte[] input) throws Exception;
  }

  /// One that works alone.
  static Target of(Taker taker) {
    return new Target(taker, true);
  }

  /// One with threads or a past of its own.
  static Target live(Taker taker) {
    return new Target(taker, false);
  }

  /// What has to hold.
  static void claim(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
