/// How fast bytes flow and how fast they may: meters, token buckets, the window of requests at a
/// peer; and how long answers take. May import `protocol`; every answer follows from the times and
/// bytes given alone.
package dev.freshet.core.rate;
