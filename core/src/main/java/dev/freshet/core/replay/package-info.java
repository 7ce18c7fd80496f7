/// What came in to a node since it began, as bytes, and the same node stepped with it again: a
/// fault that happened elsewhere, played as often as wanted. May import all of core; nothing in
/// core imports it.
///
/// # Theory of operation
///
/// A node is a function of its options, its seed and its inputs, so those are the recording. It
/// begins at the beginning, for what a node holds cannot be written down in between: a recording is
/// cut off at its end, never at its front. With each input stands a checksum of what the node
/// wanted then, so that a replay knows whether it took the same course.
///
/// Values are written by the shape of their types, which are records, sealed families of them and
/// few others; a new input needs no line here. A checksum over all shapes stands at the front:
/// another version's recording is refused, not misread.
package dev.freshet.core.replay;
