package dev.freshet.cli;

import dev.freshet.cli.swarm.Share;
import dev.freshet.cli.swarm.SwarmMode;
import dev.freshet.cli.unit.Rate;
import dev.freshet.cli.unit.Size;
import dev.freshet.cli.unit.Span;
import dev.freshet.sim.scenario.Arrivals;
import dev.freshet.sim.scenario.Staying;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The words that describe a swarm to be simulated: flags of `simulate`, and, without dashes, the
/// lines of a scenario file.
final class ScenarioOptions {
  @Option(names = "--size", paramLabel = "F", description = "How large the file is; 256MiB.")
  Size size = new Size(256L << 20);

  @Mixin CrowdOptions crowd = new CrowdOptions();

  @Option(names = "--neighbours", paramLabel = "N", description = "Most connections of a peer; 40.")
  int neighbours = 40;

  @Option(
      names = "--delay",
      paramLabel = "TIME",
      description = "How long a byte is under way between two peers, one way; 20ms.")
  Span delay = new Span(20_000_000);

  @Option(
      names = "--jitter",
      paramLabel = "TIME",
      description = "Up to how much longer a packet may be under way; 0.")
  Span jitter = new Span(0);

  @Option(
      names = "--loss",
      paramLabel = "SHARE",
      description = "The chance that a packet is lost at either end's line; 0.")
  Share loss = new Share(0);

  @Option(
      names = "--arrive",
      paramLabel = "WHEN",
      description =
          "When peers come: 'at-once', the default, 'within 10m' or 10m (at random moments), 'every"
              + " 2s', or 'poisson 5s' (so long apart in the mean).")
  Arrivals arrive = new Arrivals.AtOnce();

  @Option(
      names = "--stay",
      paramLabel = "HOW",
      description =
          "How long peers stay: 'forever', the default, 'polite' (as 'freshet get' does), a time"
              + " after they have everything, or 'sessions 5m pause 1m crash 10%%' (medians).")
  Staying stay = new Staying.Forever();

  @Option(
      names = "--leave",
      paramLabel = "SHARE",
      arity = "0..1",
      fallbackValue = "100%",
      description = "This share of the peers, all by default, leaves once it has everything.")
  Share leave = new Share(0);

  @Option(
      names = "--free-riders",
      paramLabel = "SHARE",
      description = "This share of the peers takes and never gives.")
  Share freeRiders = new Share(0);

  @Option(
      names = "--corrupters",
      paramLabel = "SHARE",
      description = "This share of the peers gives bytes that are wrong, some of the time.")
  Share corrupters = new Share(0);

  @Option(
      names = "--behind-nat",
      paramLabel = "SHARE",
      description = "Nobody can connect to this share of the peers; they connect to others.")
  Share behindNat = new Share(0);

  @Option(
      names = "--far",
      paramLabel = "SHARE",
      description = "This share of the peers is at another site, behind a thin link.")
  Share far = new Share(0);

  @Option(
      names = "--trunk",
      paramLabel = "RATE",
      description = "What the thin link carries in each direction; 1MB/s.")
  Rate trunk = new Rate(1_000_000);

  @Option(
      names = "--trunk-delay",
      paramLabel = "TIME",
      description = "What the thin link adds to the way, one way; 40ms.")
  Span trunkDelay = new Span(40_000_000);

  @Option(
      names = "--super-seed",
      description = "The origin super-seeds (BEP 16), as 'freshet share' does; the default.")
  boolean superSeed;

  @Option(
      names = "--no-super-seed",
      description = "The origin shows all its pieces from the start.")
  boolean noSuperSeed;

  @Option(
      names = "--web-origin",
      description = "The origin is a web server (BEP 19), which knows nothing of the swarm.")
  boolean webOrigin;

  @Option(
      names = "--limit",
      paramLabel = "TIME",
      description =
          "Stop after so much virtual time; by default long after all should have everything.")
  @Nullable Span limit;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      completionCandidates = Choices.OfSwarmMode.class,
      description =
          "full: each peer is the product's node and speaks the protocol. piece: pieces move by the"
              + " same rules without the protocol, for very many peers. By default full up to"
              + " 20,000 peers.")
  @Nullable SwarmMode mode;
}
