package dev.freshet.protocol.metainfo;

/// A part of a file, or of padding.
///
/// @param file index among the torrent's files, padding included
/// @param begin where the part begins in the file
/// @param length bytes, 1 or more
public record FileSlice(int file, long begin, int length) {}
