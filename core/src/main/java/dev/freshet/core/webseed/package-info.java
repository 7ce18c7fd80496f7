/// Web seeds (BEP 19): HTTP servers that have the files. What is fetched from each in which ranges,
/// when one is let alone or given up, and when it is our turn to ask while others want the same.
/// May import `piece`, `rate`, `api` and `edge`; knows no neighbours.
package dev.freshet.core.webseed;
