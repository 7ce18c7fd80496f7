package dev.freshet.sim.tally;

import dev.freshet.sim.scenario.RunProgress;
import dev.freshet.sim.scenario.Sample;
import java.util.ArrayList;
import java.util.List;

/// The samples of a run: evenly spaced, never more than [#MOST]; when there are as many, every
/// other one goes and the next come half as often.
public final class Course {
  private static final int MOST = 512;

  private final List<Sample> samples = new ArrayList<>();
  private final RunProgress progress;
  private long gap;

  /// The first sample is due so much after the start; each is told to `progress`.
  public Course(long firstGap, RunProgress progress) {
    this.gap = firstGap;
    this.progress = progress;
  }

  /// How long until the next one.
  public long gap() {
    return gap;
  }

  /// One more, in order of time.
  public void add(Sample sample) {
    progress.at(sample);
    if (samples.size() == MOST) {
      List<Sample> kept = new ArrayList<>();
      for (int i = 0; i < MOST; i += 2) {
        kept.add(samples.get(i));
      }
      samples.clear();
      samples.addAll(kept);
      gap *= 2;
    }
    samples.add(sample);
  }

  /// Those kept, in order of time.
  public List<Sample> samples() {
    return samples;
  }
}
