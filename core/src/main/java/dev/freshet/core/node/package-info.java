/// One participant: routes each input to the torrent that it concerns and shares connections, rates
/// and disk buffers between torrents. May import all of core; nothing is left inside to be polled.
package dev.freshet.core.node;
