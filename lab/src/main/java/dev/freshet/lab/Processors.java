package dev.freshet.lab;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/// What the processors have to do while a run lasts: for this process, and for all that runs on the
/// machine.
final class Processors {
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private Duration usedBefore = Duration.ZERO;
  private Duration used = Duration.ZERO;
  private double machineShare;

  /// From here on.
  void start() {
    usedBefore = usedByUs();
    // each call tells of the time since the one before
    var _ = system.getCpuLoad();
  }

  /// Until here.
  void stop() {
    used = usedByUs().minus(usedBefore);
    double load = system.getCpuLoad();
    machineShare = Double.isNaN(load) ? 0 : Math.clamp(load, 0, 1);
  }

  /// What this process has used in so many seconds, of all processors: 0 to 1.
  double share(double seconds) {
    double offered = seconds * Runtime.getRuntime().availableProcessors();
    return offered <= 0 ? 0 : Math.min(1, used.toNanos() / 1e9 / offered);
  }

  /// What all processes together have used, 0 to 1; 0 where the system does not tell.
  double machineShare() {
    return machineShare;
  }

  private static Duration usedByUs() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
  }
}
