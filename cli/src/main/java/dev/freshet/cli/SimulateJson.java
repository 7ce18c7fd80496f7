package dev.freshet.cli;

import dev.freshet.cli.json.Json;
import dev.freshet.sim.scenario.Scenario;
import dev.freshet.sim.score.GroupScore;
import dev.freshet.sim.score.Interval;
import dev.freshet.sim.score.Limits;
import dev.freshet.sim.score.Score;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// What `simulate` says to machines.
final class SimulateJson {
  private SimulateJson() {}

  /// The results of one swarm with one or more seeds: means, with `_ci95` half the width of the
  /// confidence interval, and each run.
  static Json of(List<SwarmResult> results, Function<SwarmResult, String> replay) {
    SwarmResult first = results.getFirst();
    Scenario scenario = first.job().scenario();
    Limits limits = first.score().limits();
    Json json =
        new Json()
            .put("scenario", scenario.name())
            .put("mode", first.job().mode().name().toLowerCase(Locale.ROOT))
            .put("peers", scenario.peers())
            .put("size", scenario.size())
            .put("piece_size", scenario.pieceSize())
            .put("client_server_s", limits.clientServer())
            .put("peer_to_peer_s", limits.peerToPeer())
            .put("discrete_s", limits.discrete());
    mean(json, "last_peer_s", results, Score::last);
    mean(json, "mean_s", results, Score::mean);
    mean(json, "last_over_discrete", results, Score::ratio);
    mean(json, "origin_sent_over_size", results, Score::originOverSize);
    mean(json, "utilisation", results, Score::utilisation);
    mean(json, "fairness", results, Score::fairness);
    return json.put("runs", results.stream().map(each -> run(each, replay)).toList());
  }

  private static void mean(
      Json json, String name, List<SwarmResult> results, ToDoubleFunction<Score> what) {
    Interval interval =
        Interval.of(
            results.stream().mapToDouble(each -> what.applyAsDouble(each.score())).toArray());
    json.put(name, interval.mean());
    if (results.size() > 1) {
      json.put(name + "_ci95", interval.half());
    }
  }

  private static Json run(SwarmResult result, Function<SwarmResult, String> replay) {
    Score score = result.score();
    return new Json()
        .put("seed", result.job().seed())
        .put("last_peer_s", score.last())
        .put("mean_s", score.mean())
        .put("discrete_s", score.limits().discrete())
        .put("unfinished", score.unfinished())
        .put("origin_sent_over_size", score.originOverSize())
        .put("utilisation", score.utilisation())
        .put("fairness", score.fairness())
        .put("virtual_s", result.outcome().nanos() / 1e9)
        .put("wall_s", result.seconds())
        .put("events", result.outcome().events())
        .put("events_per_s", result.eventsPerSecond())
        .put("bytes_per_peer", result.bytesPerPeer() < 0 ? null : result.bytesPerPeer())
        .put("digest", "%016x".formatted(result.outcome().digest()))
        .put("groups", score.groups().stream().map(SimulateJson::group).toList())
        .put("replay", replay.apply(result));
  }

  private static Json group(GroupScore group) {
    return new Json()
        .put("name", group.name())
        .put("peers", group.count())
        .put("unfinished", group.unfinished())
        .put("last_peer_s", group.last())
        .put("mean_s", group.mean())
        .put("sent", group.sent())
        .put("received", group.received());
  }
}
