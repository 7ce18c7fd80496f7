/// Whom to let ask: a pure ranking of the neighbours. May import `rate` and `protocol`; it sends
/// nothing and keeps nothing but whose turn the optimistic unchoke is.
package dev.freshet.core.choke;
