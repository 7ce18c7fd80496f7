package dev.freshet.sim.trial;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.RateLimits;
import dev.freshet.core.edge.DiskEffect;
import dev.freshet.core.edge.DiskInput;
import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.WireCodec;
import dev.freshet.sim.world.Meddler;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An honest node with a bug, made by changing what passes between it and its world.
final class PlantedBug implements Meddler {
  private static final int NOW_AND_THEN = 20;

  private final Plant plant;
  private final Conversing conversing = new Conversing();
  private final Map<Integer, Endpoint> attempts = new LinkedHashMap<>();
  private final Set<Endpoint> givenUp = new HashSet<>();
  private final List<Integer> refused = new ArrayList<>();
  private boolean announced;
  private int turn;

  PlantedBug(Plant plant) {
    this.plant = plant;
  }

  private boolean nowAndThen() {
    return ++turn % NOW_AND_THEN == 0;
  }

  // What the node hears.

  @Override
  public List<Input> heard(long now, Input input) {
    conversing.heard(input);
    List<Input> all = new ArrayList<>();
    refused.forEach(conn -> all.add(new NetInput.Closed(conn, "given up")));
    refused.clear();
    if (!(plant == Plant.LOSE_ANSWERS && input instanceof DiskInput.Verified && nowAndThen())) {
      all.add(changed(input));
    }
    return all;
  }

  private Input changed(Input input) {
    return switch (input) {
      case DiskInput.Verified(int torrent, int piece, boolean _, byte[] leaves)
          when plant == Plant.ACCEPT_UNVERIFIED ->
          new DiskInput.Verified(torrent, piece, true, leaves);
      case DiskInput.Opened(int torrent, Bitfield have, Bitfield unknown)
          when plant == Plant.TRUST_THE_DISK -> {
        Bitfield all = have.copy();
        all.or(unknown);
        yield new DiskInput.Opened(torrent, all, new Bitfield(all.size()));
      }
      case DiskInput.BytesRead(int _, long _, Lease lease)
          when plant == Plant.SERVE_WRONG_BYTES && nowAndThen() -> {
        ByteBuffer bytes = lease.buffer();
        bytes.put(bytes.position(), (byte) ~bytes.get(bytes.position()));
        yield input;
      }
      case NetInput.Received(int _, Lease lease)
          when plant == Plant.LEAK_BUFFERS && nowAndThen() -> {
        lease.retain();
        yield input;
      }
      case NetInput.Closed(int conn, var _, boolean _) when plant == Plant.NEVER_RECONNECT -> {
        Endpoint to = attempts.remove(conn);
        if (to != null) {
          givenUp.add(to);
        }
        yield input;
      }
      case NetInput.Connected(int conn) -> {
        attempts.remove(conn);
        yield input;
      }
      case Input.Asked(Command.AddTorrent(int torrent, var metainfo, var options))
          when plant == Plant.IGNORE_LIMITS ->
          new Input.Asked(
              new Command.AddTorrent(torrent, metainfo, options.withLimits(RateLimits.NONE)));
      case Input _ -> input;
    };
  }

  // What it says.

  @Override
  public List<Effect> said(long now, List<Effect> effects) {
    conversing.said(effects);
    List<Effect> all = new ArrayList<>();
    for (int i = 0; i < effects.size(); i++) {
      Effect effect = effects.get(i);
      boolean beforeBlock =
          i + 1 < effects.size()
              && effects.get(i + 1) instanceof NetEffect.Send(int _, var _, Lease lease)
              && lease != null;
      say(effect, beforeBlock, all);
    }
    return all;
  }

  private void say(Effect effect, boolean beforeBlock, List<Effect> all) {
    switch (effect) {
      case NetEffect.Send(int conn, var _, var _)
          when plant == Plant.SERVE_WHILE_CHOKING && beforeBlock -> {
        all.add(new NetEffect.Send(conn, WireCodec.bytes(new Message.Choke()), null));
        all.add(effect);
      }
      case DiskEffect.Verify(int _, int piece, var _, boolean _)
          when plant == Plant.ANNOUNCE_EARLY -> {
        all.add(effect);
        for (int conn : conversing.all()) {
          all.add(new NetEffect.Send(conn, WireCodec.bytes(new Message.Have(piece)), null));
        }
      }
      case NetEffect.Fetch(long _, String url, int _, long _)
          when plant == Plant.NEVER_REANNOUNCE && announced && !url.contains("event=stopped") -> {}
      case NetEffect.Fetch _ -> {
        announced = true;
        all.add(effect);
      }
      case NetEffect.Connect(int conn, Endpoint to) -> {
        if (givenUp.contains(to)) {
          refused.add(conn);
        } else {
          attempts.put(conn, to);
          all.add(effect);
        }
      }
      case NetEffect.Close _ when plant == Plant.LEAK_CONNECTIONS -> {}
      case Effect _ -> all.add(effect);
    }
  }
}
