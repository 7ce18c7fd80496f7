package dev.freshet.cli;

import picocli.CommandLine.Option;

/// Whether a seed deals its pieces out while it is the only one.
final class SuperSeedOption {
  @Option(
      names = "--super-seed",
      negatable = true,
      fallbackValue = "true",
      defaultValue = "true",
      description =
          "While there is no other seed, give each piece once before any twice; on by default.")
  boolean on = true;
}
