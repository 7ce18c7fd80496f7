/// Pieces to hashes. Imports only the protocol.
package dev.freshet.storage.hash;
