package dev.freshet.cli.plan;

import dev.freshet.cli.json.Json;
import dev.freshet.core.bound.Distribution;
import dev.freshet.core.bound.Term;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A plan for machines.
public final class PlanJson {
  private PlanJson() {}

  /// One object; times are seconds.
  public static Json of(Plan plan) {
    Distribution of = plan.distribution();
    Json json =
        new Json()
            .put("size", of.sizeBytes())
            .put("piece_size", of.pieceBytes())
            .put("pieces", of.pieces())
            .put("peers", of.peers())
            .put("origin_up", of.originBytesPerSecond())
            .put(
                "classes",
                of.classes().stream()
                    .map(each ->
                        new Json()
                            .put("count", each.count())
                            .put("up", each.upBytesPerSecond())
                            .put("down", each.downBytesPerSecond()))
                    .toList())
            .put("client_server_s", of.clientServer().seconds())
            .put("client_server_binds", name(of.clientServer().term()))
            .put("peer_to_peer_s", of.peerToPeer().seconds())
            .put("peer_to_peer_binds", name(of.peerToPeer().term()))
            .put("discrete_s", of.discrete().seconds())
            .put("discrete_binds", name(of.discrete().term()))
            .put("last_piece_s", of.lastPieceSeconds())
            .put("cold_start_s", of.coldStartSeconds())
            .put("single_source_s", singleSource(of))
            .put("speed_up", plan.speedUp());
    addArriving(plan.arriving(), json);
    return json.put(
            "help",
            plan.remedies().stream()
                .map(each ->
                    new Json()
                        .put("change", each.change())
                        .put("discrete_s", each.discreteSeconds())
                        .put("saved_s", each.savedSeconds()))
                .toList())
        .put(
            "curve",
            plan.curve().stream()
                .map(each ->
                    new Json()
                        .put("peers", each.peers())
                        .put("client_server_s", each.clientServerSeconds())
                        .put("peer_to_peer_s", each.fluidSeconds())
                        .put("discrete_s", each.discreteSeconds()))
                .toList());
  }

  private static @Nullable Double singleSource(Distribution of) {
    return of.singleSourceSeconds().isPresent() ? of.singleSourceSeconds().getAsDouble() : null;
  }

  private static void addArriving(@Nullable Arriving arriving, Json json) {
    if (arriving != null) {
      json.put("arrive_s", arriving.overSeconds())
          .put("arrive_last_peer_s", arriving.lastPeerSeconds())
          .put("arrive_peers_per_s", arriving.peersPerSecond())
          .put("steady_mean_s", arriving.meanSeconds())
          .put("steady_stable", arriving.stable())
          .put("steady_stable_peers_per_s", arriving.stablePeersPerSecond());
    }
  }

  private static String name(Term term) {
    return term.name().toLowerCase(Locale.ROOT);
  }
}
