/// Swarms at piece level, for very many peers: no messages, no connections to set up, no blocks.
/// [PieceRun][dev.freshet.sim.piece.PieceRun] takes the same scenarios as the full run and gives
/// the same outcomes. Knows the scenario's values and the tallies only.
///
/// # Theory of operation
///
/// A peer is a row in columns: bits for the pieces that it has or that are on the way, up to
/// `neighbours` edges to others, and a few numbers; some hundred bytes in all. Its uplink sends a
/// piece in `piece size / rate` to one of its slots after another, and each transfer is under way
/// for as many such times as transfers share the uplink. So all uplinks keep their rates, and an
/// event is one piece that arrives.
///
/// The rules are those of the product, without its messages: slots for the four neighbours that
/// give most and one or more drawn by lot, turns at a seed, ranked anew every 10 s; the receiver
/// takes the rarest piece among the neighbours that it looks at, by chance while it has few; a
/// super-seeding origin sends every piece once before any twice; a peer that lost neighbours looks
/// for others.
///
/// Time is split into steps of a fraction of the fastest piece time. Events in one step happen in
/// an order that the seed fixes, which need not be that of their times.
package dev.freshet.sim.piece;
