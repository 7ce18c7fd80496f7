/// How the bytes of one connection travel: as they are, or made unreadable by message stream
/// encryption (MSE, also PE). May import the core's `edge` and `api`; bytes in, bytes out, and
/// chance from the generator given.
package dev.freshet.core.link;
