package dev.freshet.sim.world;

import dev.freshet.core.api.Event;

/// Who hears what the nodes tell and how payload moves.
public interface Listener {
  /// The node of this host tells something.
  void told(Host host, Event event);

  /// Payload bytes left this host for that.
  void moved(Host from, Host to, int bytes);
}
