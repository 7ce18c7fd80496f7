package dev.freshet.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freshet.core.registry.RegistryConfig;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.PeerId;
import dev.freshet.protocol.announce.AnnounceBody;
import dev.freshet.protocol.announce.AnnounceEvent;
import dev.freshet.protocol.announce.AnnounceQuery;
import dev.freshet.protocol.announce.AnnounceRequest;
import dev.freshet.protocol.announce.AnnounceResponse;
import dev.freshet.protocol.announce.ScrapeBody;
import dev.freshet.protocol.announce.ScrapeQuery;
import dev.freshet.protocol.announce.ScrapeResponse;
import dev.freshet.protocol.announce.SwarmCounts;
import dev.freshet.protocol.announce.TrackerUrl;
import dev.freshet.protocol.announce.UdpRequest;
import dev.freshet.protocol.announce.UdpRequestCodec;
import dev.freshet.protocol.announce.UdpResponse;
import dev.freshet.protocol.announce.UdpResponseCodec;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerServerTest {
  private static final Hash HASH =
      Hash.of("aaaaaaaaaaaaaaaaaaaa".getBytes(StandardCharsets.US_ASCII));
  private static final Hash OTHER =
      Hash.of("bbbbbbbbbbbbbbbbbbbb".getBytes(StandardCharsets.US_ASCII));

  private TrackerServer tracker;

  @BeforeEach
  void open() throws IOException {
    tracker = TrackerServer.open(TrackerOptions.defaults());
  }

  @AfterEach
  void close() {
    tracker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void peersMeetOverHttp(String host) throws Exception {
    IpAddress ip = reachable(host);
    assertThat(peers(http(host, request(1001, 9, true)))).isEmpty();
    assertThat(peers(http(host, request(1002, 0, true)))).containsExactly(new Endpoint(ip, 1001));
    assertThat(peers(http(host, request(1001, 9, false)))).containsExactly(new Endpoint(ip, 1002));
    assertThat(tracker.count(HASH)).isEqualTo(new SwarmCounts(1, 0, 1));
    assertThat(tracker.peers(HASH))
        .extracting(p -> p.endpoint().port())
        .containsExactly(1002, 1001);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  void peersMeetOverUdpAndHttpAlike(String host) throws Exception {
    IpAddress ip = reachable(host);
    http(host, request(1001, 9, true));
    try (DatagramSocket socket = new DatagramSocket()) {
      long id = connect(socket, host);
      UdpResponse.Announced answer =
          (UdpResponse.Announced)
              Objects.requireNonNull(
                  exchange(
                      socket, host, new UdpRequest.Announce(id, 7, request(1002, 0, true), "/a")));
      assertThat(answer.transaction()).isEqualTo(7);
      assertThat(answer.peers().peers()).containsExactly(new Endpoint(ip, 1001));
      assertThat(answer.peers().intervalSeconds()).isEqualTo(15);
      assertThat(exchange(socket, host, new UdpRequest.Scrape(id, 8, List.of(OTHER, HASH))))
          .isEqualTo(
              new UdpResponse.Scraped(
                  8, List.of(new SwarmCounts(0, 0, 0), new SwarmCounts(1, 0, 1))));
    }
    assertThat(peers(http(host, request(1001, 9, true)))).containsExactly(new Endpoint(ip, 1002));
  }

  @Test
  void whoLooksAtTheHeadOfAnAnnounceIsNoPeer() throws Exception {
    TrackerUrl url =
        Objects.requireNonNull(
            TrackerUrl.parse("http://127.0.0.1:" + tracker.port() + "/announce"));
    String query = AnnounceQuery.url(url, request(1001, 9, true));
    HttpURLConnection head = (HttpURLConnection) URI.create(query).toURL().openConnection();
    head.setRequestMethod("HEAD");
    assertThat(head.getResponseCode()).isEqualTo(405);
    assertThat(head.getHeaderField("Allow")).isEqualTo("GET");
    assertThat(tracker.count(HASH)).isEqualTo(new SwarmCounts(0, 0, 0));
  }

  @Test
  void forgedConnectionIdsAndNoiseAreMetWithSilence() throws Exception {
    try (DatagramSocket socket = new DatagramSocket()) {
      long id = connect(socket, "127.0.0.1");
      UdpRequest forged = new UdpRequest.Announce(id ^ 1, 7, request(1, 9, true), "");
      assertThat(exchange(socket, "127.0.0.1", forged)).isNull();
      assertThat(exchange(socket, "127.0.0.1", new UdpRequest.Scrape(0, 7, List.of(HASH))))
          .isNull();
      for (int length : new int[] {0, 1, 15, 97, 2000}) {
        assertThat(exchange(socket, "127.0.0.1", ByteBuffer.allocate(length))).isNull();
      }
      assertThat(connect(socket, "127.0.0.1")).isEqualTo(id);
    }
    assertThat(tracker.totals().announces()).isZero();
  }

  @Test
  void whoFinishesIsRememberedAndNotWhoCameWithNothingLeft() throws Exception {
    http("127.0.0.1", request(1001, 9, true));
    http("127.0.0.1", request(1002, 0, true));
    http("127.0.0.1", request(1001, 0, true));
    assertThat(tracker.finished(HASH))
        .containsExactly(new Endpoint(IpAddress.v4(0x7f000001), 1001));
  }

  @Test
  void scrapesManyTorrentsOverHttp() throws Exception {
    http("127.0.0.1", request(1001, 9, true));
    List<Hash> many = new ArrayList<>();
    for (int i = 0; i < ScrapeQuery.MAX_HASHES - 1; i++) {
      byte[] bytes = new byte[20];
      Arrays.fill(bytes, (byte) (i | 0x80));
      many.add(Hash.of(bytes));
    }
    many.add(HASH);
    TrackerUrl url = TrackerUrl.parse("http://127.0.0.1:" + tracker.port() + "/announce");
    ScrapeResponse.Counts answer =
        (ScrapeResponse.Counts)
            ScrapeBody.decode(get(Objects.requireNonNull(ScrapeQuery.url(url, many)), 200));
    assertThat(answer.swarms()).hasSize(ScrapeQuery.MAX_HASHES);
    assertThat(answer.swarms().get(HASH)).isEqualTo(new SwarmCounts(0, 0, 1));
  }

  @Test
  void nonsenseIsRefusedWithAReason() throws Exception {
    String base = "http://127.0.0.1:" + tracker.port();
    for (String query : List.of("/announce", "/announce?info_hash=abc", "/scrape")) {
      assertThat(AnnounceBody.decode(get(base + query, 200)))
          .isInstanceOf(AnnounceResponse.Refused.class);
    }
    get(base + "/nowhere", 404);
    get(base + "/" + "x".repeat(9000), 414);
  }

  @Test
  void onlyAllowedTorrentsAreServed() throws Exception {
    tracker.close();
    tracker =
        TrackerServer.open(
            TrackerOptions.defaults()
                .withRegistry(RegistryConfig.defaults().withAllowed(List.of(OTHER))));
    assertThat(http("127.0.0.1", request(1, 9, true)))
        .isEqualTo(new AnnounceResponse.Refused("unregistered torrent"));
  }

  @Test
  void torrentFilesAreServedAndListed() throws Exception {
    byte[] torrent = {1, 2, 3};
    String base = "http://127.0.0.1:" + tracker.port();
    assertThat(tracker.serve("Big <file> 1.img", torrent)).isEqualTo("/Big_file_1.img.torrent");
    assertThat(tracker.serve("../..", torrent)).isEqualTo("/file.torrent");
    assertThat(get(base + "/Big_file_1.img.torrent", 200)).isEqualTo(torrent);
    assertThat(new String(get(base + "/", 200), StandardCharsets.UTF_8))
        .contains("<a href=\"/Big_file_1.img.torrent\">");
    HttpURLConnection head =
        (HttpURLConnection) URI.create(base + "/file.torrent").toURL().openConnection();
    head.setRequestMethod("HEAD");
    assertThat(head.getContentType()).isEqualTo("application/x-bittorrent");
    assertThat(head.getContentLength()).isEqualTo(3);
  }

  @Test
  void namesThatLookAlikeInAUrlAreTwoFiles() throws Exception {
    String base = "http://127.0.0.1:" + tracker.port();
    assertThat(tracker.serve("\u65e5", new byte[] {1})).isEqualTo("/file.torrent");
    assertThat(tracker.serve("\u672c", new byte[] {2})).isEqualTo("/file-2.torrent");
    assertThat(tracker.serve("\u65e5", new byte[] {1})).isEqualTo("/file.torrent");
    assertThat(get(base + "/file.torrent", 200)).isEqualTo(new byte[] {1});
    assertThat(get(base + "/file-2.torrent", 200)).isEqualTo(new byte[] {2});
  }

  @Test
  void statsAndHealthAreThere() throws Exception {
    String base = "http://127.0.0.1:" + tracker.port();
    http("127.0.0.1", request(1001, 9, true));
    Locale before = Locale.getDefault(Locale.Category.FORMAT);
    // where digits are others, JSON has its own all the same
    Locale.setDefault(Locale.Category.FORMAT, Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(new String(get(base + "/stats", 200), StandardCharsets.UTF_8))
          .isEqualTo("{\"swarms\":1,\"peers\":1,\"seeds\":0,\"announces\":1,\"refused\":0}\n");
    } finally {
      Locale.setDefault(Locale.Category.FORMAT, before);
    }
    assertThat(new String(get(base + "/health", 200), StandardCharsets.UTF_8)).isEqualTo("ok\n");
    HttpURLConnection post =
        (HttpURLConnection) URI.create(base + "/health").toURL().openConnection();
    post.setRequestMethod("DELETE");
    assertThat(post.getResponseCode()).isEqualTo(405);
  }

  @Test
  void aPortThatIsTakenIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> TrackerServer.open(TrackerOptions.defaults().withPort(port)))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("HTTP port " + port);
    }
    try (DatagramSocket taken = new DatagramSocket()) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> TrackerServer.open(TrackerOptions.defaults().withPort(port)))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("UDP port " + port);
    }
  }

  @Test
  void thePortIsFreeAfterClosing() throws Exception {
    int port = tracker.port();
    tracker.close();
    tracker = TrackerServer.open(TrackerOptions.defaults().withPort(port));
    assertThat(tracker.port()).isEqualTo(port);
  }

  @Test
  void listensWhereItIsToldTo() throws Exception {
    tracker.close();
    tracker =
        TrackerServer.open(TrackerOptions.defaults().withBind(List.of(IpAddress.v4(0x7f000002))));
    String base = "http://127.0.0.2:" + tracker.port();
    get(base + "/health", 200);
    assertThatThrownBy(() -> get("http://127.0.0.1:" + tracker.port() + "/health", 200))
        .isInstanceOf(ConnectException.class);
  }

  private AnnounceResponse http(String host, AnnounceRequest request) throws Exception {
    String at = host.contains(":") ? "[" + host + "]" : host;
    TrackerUrl url = TrackerUrl.parse("http://" + at + ":" + tracker.port() + "/announce");
    return AnnounceBody.decode(get(AnnounceQuery.url(url, request), 200));
  }

  private static byte[] get(String url, int status) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    assertThat(connection.getResponseCode()).isEqualTo(status);
    try (var in = status == 200 ? connection.getInputStream() : connection.getErrorStream()) {
      return in.readAllBytes();
    }
  }

  private long connect(DatagramSocket socket, String host) throws IOException {
    UdpResponse answer = exchange(socket, host, new UdpRequest.Connect(5));
    return ((UdpResponse.Connected) Objects.requireNonNull(answer)).connection();
  }

  private @Nullable UdpResponse exchange(DatagramSocket socket, String host, UdpRequest request)
      throws IOException {
    return exchange(socket, host, UdpRequestCodec.encode(request));
  }

  private @Nullable UdpResponse exchange(DatagramSocket socket, String host, ByteBuffer bytes)
      throws IOException {
    InetAddress to = InetAddress.getByName(host);
    byte[] datagram = new byte[bytes.remaining()];
    bytes.get(datagram);
    socket.send(new DatagramPacket(datagram, datagram.length, to, tracker.port()));
    // silence is only noticed by an answer to what was sent after it
    socket.send(
        new DatagramPacket(
            UdpRequestCodec.encode(new UdpRequest.Connect(99)).array(), 16, to, tracker.port()));
    UdpResponse first = receive(socket, to instanceof Inet6Address);
    if (first.transaction() == 99) {
      return null;
    }
    assertThat(receive(socket, to instanceof Inet6Address).transaction()).isEqualTo(99);
    return first;
  }

  private static UdpResponse receive(DatagramSocket socket, boolean v6) throws IOException {
    socket.setSoTimeout(10_000);
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("the tracker is silent", e);
    }
    ByteBuffer bytes = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
    return Objects.requireNonNull(UdpResponseCodec.decode(bytes, v6));
  }

  private static IpAddress reachable(String host) throws IOException {
    InetAddress address = InetAddress.getByName(host);
    try (ServerSocket probe = new ServerSocket(0, 1, address)) {
      assertThat(probe.isBound()).isTrue();
    } catch (IOException e) {
      Assumptions.abort("no " + host + " on this machine");
    }
    return IpAddress.of(address.getAddress());
  }

  private static List<Endpoint> peers(AnnounceResponse response) {
    return ((AnnounceResponse.Peers) response).peers();
  }

  private static AnnounceRequest request(int port, long left, boolean compact) {
    return new AnnounceRequest(
        HASH,
        PeerId.ours(port, port),
        port,
        0,
        0,
        left,
        AnnounceEvent.STARTED,
        0,
        50,
        compact,
        null,
        null);
  }
}
