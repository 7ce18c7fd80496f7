package dev.freshet.fuzz;

/// Where Jazzer comes in, which finds these methods by their names: `tools/fuzz` runs it. An input
/// that takes too long or too much memory is given thrice, so that it is not blamed for what else
/// the machine did, nor for classes that were loaded for it.
public final class Explorer {
  /// Code that the explorer watches asks for up to twenty times as much heap; what is kept is given
  /// once more to code as it is.
  private static final int WATCHED = 20;

  private static Target target = Target.of(_ -> {});

  private Explorer() {}

  /// Begins, with the name of a target.
  public static void fuzzerInitialize(String[] arguments) {
    target = Targets.named(arguments[0]);
  }

  /// One input.
  public static void fuzzerTestOneInput(byte[] input) {
    Shot shot = Shot.at(target, input, WATCHED);
    for (int i = 0; i < 2 && (shot.problem() != null || slow(shot)); i++) {
      shot = Shot.at(target, input, WATCHED);
    }
    if (shot.problem() != null) {
      throw new AssertionError(shot.problem());
    }
    if (target.bounded() && slow(shot)) {
      throw new AssertionError("took " + shot.nanos() / 1_000_000 + " ms");
    }
  }

  private static boolean slow(Shot shot) {
    return shot.nanos() > Shot.PATIENCE_NANOS;
  }
}
