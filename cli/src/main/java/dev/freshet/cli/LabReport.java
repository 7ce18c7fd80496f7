package dev.freshet.cli;

import dev.freshet.cli.lab.Finding;
import dev.freshet.cli.lab.LabJson;
import dev.freshet.cli.lab.LabText;
import dev.freshet.cli.screen.Text;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Span;
import dev.freshet.core.bound.Distribution;
import java.util.ArrayList;
import java.util.List;

/// What `lab` says before it begins and after each number of peers.
final class LabReport {
  /// What a number of peers takes beside the bounds: engines that open and close, last counts.
  private static final double EXTRA_SECONDS = 3;

  /// What engines on one processor send together without keeping it busy.
  private static final long EASY_BYTES_PER_SECOND = 15_000_000;

  private final Shell shell;
  private final boolean json;
  private final List<Finding> findings = new ArrayList<>();

  LabReport(Shell shell, boolean json) {
    this.shell = shell;
    this.json = json;
  }

  /// What all engines on this machine send together without keeping it busy, by experience.
  static long easyBytesPerSecond() {
    return EASY_BYTES_PER_SECOND * Runtime.getRuntime().availableProcessors();
  }

  /// What is going to happen and how long it takes.
  void begin(List<Distribution> all) {
    double seconds = 0;
    for (Distribution each : all) {
      seconds += each.clientServer().seconds() + each.discrete().seconds() + EXTRA_SECONDS;
    }
    LabText.setting(all.getLast()).forEach(shell::message);
    double together = all.getLast().uplinksBytesPerSecond();
    if (together > easyBytesPerSecond()) {
      shell.message(
          "All links together carry %s, which may be more than this machine can."
              .formatted(Rate.text((long) together)));
    }
    shell.message("This takes about " + Span.text((long) Math.ceil(seconds)) + ".");
  }

  /// What came of one number of peers.
  void add(Finding finding) {
    if (json) {
      shell.result(LabJson.of(finding));
    } else {
      if (findings.isEmpty()) {
        LabText.head().forEach(shell::result);
      }
      shell.result(LabText.row(finding));
    }
    findings.add(finding);
    if (finding.busy()) {
      shell.message(
          "The processors were busy with %s: they may have been the limit; lower the rates."
              .formatted(Text.count(finding.distribution().peers(), "peer")));
    }
    if (finding.crowded()) {
      shell.message(
          "Other programs kept the processors busy with %s: times may be too long."
              .formatted(Text.count(finding.distribution().peers(), "peer")));
    }
  }

  /// Everything is measured.
  List<Finding> end() {
    if (!json) {
      LabText.legend().forEach(shell::result);
      if (findings.size() > 1) {
        shell.result("");
        LabText.picture(findings, Terminal.look(shell)).forEach(shell::result);
      }
    }
    return List.copyOf(findings);
  }
}
