/// What is known of a torrent's pieces, kept so that no crash makes it claim more than is true.
/// Imports the disk port and the protocol; what it vouches for was durable before it was written.
package dev.freshet.storage.journal;
