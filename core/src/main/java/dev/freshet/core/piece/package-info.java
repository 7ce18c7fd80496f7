/// Which blocks to ask of whom: how rare each piece is, what is under way, who sent what. May
/// import `protocol`; a block is never asked for that we have, that the peer lacks, or that it owes
/// us already.
package dev.freshet.core.piece;
