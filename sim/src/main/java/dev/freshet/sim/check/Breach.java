package dev.freshet.sim.check;

/// A node broke a rule.
public final class Breach extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// This rule was broken.
  public Breach(String rule) {
    super(rule);
  }

  /// Fails unless this holds.
  public static void unless(boolean holds, String otherwise) {
    if (!holds) {
      throw new Breach(otherwise);
    }
  }
}
