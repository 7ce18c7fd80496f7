package dev.freshet.sim.trial;

import dev.freshet.core.edge.Effect;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.NetInput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The connections of a node on which it has said more than its handshake, so that someone who
/// meddles can put in a word.
final class Conversing {
  private static final int HANDSHAKE = 68;

  private final Map<Integer, Integer> said = new TreeMap<>();

  void heard(Input input) {
    if (input instanceof NetInput.Closed(int conn, var _, boolean _)) {
      said.remove(conn);
    }
  }

  void said(List<Effect> effects) {
    for (Effect effect : effects) {
      switch (effect) {
        case NetEffect.Send send -> said.merge(send.conn(), send.bytes().remaining(), Integer::sum);
        case NetEffect.Close(int conn) -> said.remove(conn);
        case Effect _ -> {}
      }
    }
  }

  List<Integer> all() {
    return said.entrySet().stream()
        .filter(each -> each.getValue() > HANDSHAKE)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// One of them; 0 if there is none.
  int any(RandomGenerator random) {
    List<Integer> all = all();
    return all.isEmpty() ? 0 : all.get(random.nextInt(all.size()));
  }
}
