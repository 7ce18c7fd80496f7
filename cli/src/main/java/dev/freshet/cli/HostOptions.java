package dev.freshet.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where a tracker of ours listens, and under which name.
final class HostOptions {
  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "The name or address of this machine that the printed links carry.")
  private @Nullable String host;

  @Mixin private BindOption bind = new BindOption();

  /// The place that the options mean.
  TrackerHost where() throws Failure {
    return TrackerHost.of(bind.addresses(), host);
  }
}
