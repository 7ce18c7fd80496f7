/// Pieces to files. May import core's edge types and protocol; a piece is reported verified only
/// after its bytes are written.
package dev.freshet.storage;
