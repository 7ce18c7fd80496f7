/// Fuzz targets: each parser that sees bytes of strangers, and what has to hold whatever they are.
/// `tools/fuzz` explores them with Jazzer; the build replays the kept corpus and mutations of it.
@NullMarked
package dev.freshet.fuzz;

import org.jspecify.annotations.NullMarked;
