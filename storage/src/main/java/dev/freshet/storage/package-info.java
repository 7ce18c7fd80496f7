/// Pieces to files. May import core's edge types and protocol; a piece is reported verified only
/// after its bytes are written, and recorded only after they are durable.
package dev.freshet.storage;
