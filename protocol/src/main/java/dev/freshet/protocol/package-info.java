/// The values that every room shares: addresses, hashes, bit fields and piece arithmetic. May
/// import the JDK only; every value here is valid once constructed.
package dev.freshet.protocol;
