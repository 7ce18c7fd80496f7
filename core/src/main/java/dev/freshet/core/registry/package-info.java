/// The tracker's side of announces: who is in which swarm. May import `protocol` only; a peer is
/// where its packets come from, never where it says it is, and memory never passes the limits.
package dev.freshet.core.registry;
