package dev.freshet.it;

import static dev.freshet.it.Cell.Role.FETCHES;
import static dev.freshet.it.Cell.Role.SEEDS;
import static dev.freshet.it.Flavour.HYBRID;
import static dev.freshet.it.Flavour.V1;
import static dev.freshet.it.Flavour.V2;
import static dev.freshet.it.Maker.FRESHET;
import static dev.freshet.it.Maker.LIBTORRENT;
import static dev.freshet.it.Maker.MKTORRENT;
import static dev.freshet.it.Way.FRESHET_HTTP;
import static dev.freshet.it.Way.FRESHET_UDP;
import static dev.freshet.it.Way.OPENTRACKER_HTTP;
import static dev.freshet.it.Way.OPENTRACKER_UDP;
import static dev.freshet.it.Way.TOLD;

import java.util.ArrayList;
import java.util.List;

/// Which transfers are played: every client as seed and as downloader, v1 and hybrid, by .torrent
/// and by magnet link; v2 alone with the one that knows it; and every kind of tracker with every
/// client that can be brought to it. And every client both ways between two who insist on
/// encryption.
///
/// Left out, since the other client cannot:
///
/// * hybrid with Transmission 3.00, which refuses a dictionary with an empty key and so every BEP
///   52 file tree ([InteropIT] shows that it still does);
/// * v2 alone with aria2, rTorrent and Transmission 3.00, which know v1 only.
final class Matrix {
  private static final boolean TORRENT = false;
  private static final boolean MAGNET = true;

  private Matrix() {}

  static List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    aria2(cells, new Aria2());
    libtorrent(cells, new LibTorrent());
    rtorrent(cells, new RTorrent());
    transmission(cells, new Transmission());
    encrypted(cells, new Aria2());
    encrypted(cells, new LibTorrent());
    encrypted(cells, new RTorrent());
    encrypted(cells, new Transmission());
    return List.copyOf(cells);
  }

  private static void aria2(List<Cell> cells, Client aria2) {
    cells.add(new Cell(aria2, SEEDS, V1, TORRENT, TOLD, LIBTORRENT));
    cells.add(new Cell(aria2, SEEDS, V1, MAGNET, FRESHET_HTTP, MKTORRENT));
    cells.add(new Cell(aria2, SEEDS, V1, TORRENT, OPENTRACKER_UDP, LIBTORRENT));
    cells.add(new Cell(aria2, FETCHES, V1, TORRENT, TOLD, FRESHET));
    cells.add(new Cell(aria2, FETCHES, V1, MAGNET, FRESHET_UDP, FRESHET));
    cells.add(new Cell(aria2, FETCHES, V1, MAGNET, FRESHET_HTTP, FRESHET));
    cells.add(new Cell(aria2, FETCHES, V1, TORRENT, OPENTRACKER_UDP, FRESHET));
    // aria2 hangs up once it has the metadata and calls again by itself, which takes a tracker
    cells.add(new Cell(aria2, FETCHES, V1, MAGNET, OPENTRACKER_HTTP, FRESHET));
    cells.add(new Cell(aria2, FETCHES, V1, TORRENT, FRESHET_HTTP, FRESHET));
    cells.add(new Cell(aria2, FETCHES, V1, TORRENT, FRESHET_UDP, FRESHET));
  }

  private static void libtorrent(List<Cell> cells, Client libtorrent) {
    cells.add(new Cell(libtorrent, SEEDS, V1, TORRENT, FRESHET_UDP, MKTORRENT));
    cells.add(new Cell(libtorrent, SEEDS, V1, MAGNET, TOLD, LIBTORRENT));
    cells.add(new Cell(libtorrent, SEEDS, HYBRID, TORRENT, TOLD, LIBTORRENT));
    cells.add(new Cell(libtorrent, SEEDS, HYBRID, MAGNET, OPENTRACKER_UDP, LIBTORRENT));
    cells.add(new Cell(libtorrent, SEEDS, V2, TORRENT, TOLD, LIBTORRENT));
    cells.add(new Cell(libtorrent, SEEDS, V2, MAGNET, FRESHET_HTTP, LIBTORRENT));
    cells.add(new Cell(libtorrent, FETCHES, V1, TORRENT, OPENTRACKER_HTTP, FRESHET));
    cells.add(new Cell(libtorrent, FETCHES, V1, MAGNET, TOLD, FRESHET));
    cells.add(new Cell(libtorrent, FETCHES, HYBRID, TORRENT, FRESHET_UDP, FRESHET));
    cells.add(new Cell(libtorrent, FETCHES, HYBRID, MAGNET, TOLD, FRESHET));
    cells.add(new Cell(libtorrent, FETCHES, V2, TORRENT, OPENTRACKER_UDP, FRESHET));
    cells.add(new Cell(libtorrent, FETCHES, V2, MAGNET, FRESHET_HTTP, FRESHET));
  }

  /// Told, Freshet calls; by a tracker, the other calls Freshet, if it calls this machine at all.
  private static void encrypted(List<Cell> cells, Client client) {
    cells.add(new Cell(client, SEEDS, V1, TORRENT, TOLD, LIBTORRENT).sealed());
    cells.add(new Cell(client, FETCHES, V1, MAGNET, TOLD, FRESHET).sealed());
    cells.add(new Cell(client, FETCHES, V1, TORRENT, FRESHET_HTTP, FRESHET).sealed());
  }

  private static void rtorrent(List<Cell> cells, Client rtorrent) {
    cells.add(new Cell(rtorrent, SEEDS, V1, TORRENT, TOLD, LIBTORRENT));
    cells.add(new Cell(rtorrent, SEEDS, V1, MAGNET, OPENTRACKER_HTTP, MKTORRENT));
    cells.add(new Cell(rtorrent, SEEDS, HYBRID, TORRENT, FRESHET_HTTP, LIBTORRENT));
    cells.add(new Cell(rtorrent, SEEDS, HYBRID, MAGNET, TOLD, LIBTORRENT));
    cells.add(new Cell(rtorrent, FETCHES, V1, TORRENT, OPENTRACKER_UDP, FRESHET));
    cells.add(new Cell(rtorrent, FETCHES, V1, MAGNET, FRESHET_HTTP, FRESHET));
    cells.add(new Cell(rtorrent, FETCHES, HYBRID, TORRENT, TOLD, FRESHET));
    cells.add(new Cell(rtorrent, FETCHES, HYBRID, MAGNET, FRESHET_UDP, FRESHET));
  }

  private static void transmission(List<Cell> cells, Client transmission) {
    cells.add(new Cell(transmission, SEEDS, V1, TORRENT, FRESHET_HTTP, MKTORRENT));
    cells.add(new Cell(transmission, SEEDS, V1, MAGNET, TOLD, LIBTORRENT));
    cells.add(new Cell(transmission, SEEDS, V1, TORRENT, OPENTRACKER_UDP, LIBTORRENT));
    cells.add(new Cell(transmission, FETCHES, V1, TORRENT, TOLD, FRESHET));
    cells.add(new Cell(transmission, FETCHES, V1, MAGNET, FRESHET_UDP, FRESHET));
    cells.add(new Cell(transmission, FETCHES, V1, TORRENT, OPENTRACKER_HTTP, FRESHET));
  }
}
