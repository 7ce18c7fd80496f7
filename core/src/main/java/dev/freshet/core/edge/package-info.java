/// The walls of the core: what comes in ([dev.freshet.core.edge.Input]) and what goes out
/// ([dev.freshet.core.edge.Effect]), as data. May import `api` and `protocol`; every effect has one
/// performer, and every lease in it is released by that performer.
package dev.freshet.core.edge;
