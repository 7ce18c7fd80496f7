package dev.freshet.fuzz;

import static dev.freshet.fuzz.Target.claim;

import dev.freshet.core.api.Transports;
import dev.freshet.core.edge.Input;
import dev.freshet.core.edge.NetInput;
import dev.freshet.protocol.Endpoint;
import dev.freshet.protocol.IpAddress;
import dev.freshet.protocol.utp.UtpCodec;
import dev.freshet.protocol.utp.UtpHeader;
import dev.freshet.protocol.utp.UtpPacket;
import dev.freshet.protocol.utp.UtpType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/// What comes to the UDP port in the form of uTP.
final class UtpTargets {
  private static final long TENTH = 100_000_000L;
  private static final Endpoint PEER = new Endpoint(IpAddress.v4(0x0b000001), 5000);

  private UtpTargets() {}

  static void addTo(Map<String, Target> all) {
    all.put("utp-packet", Target.of(UtpTargets::packet));
    all.put("node-utp", Target.live(UtpTargets::connection));
  }

  private static void packet(byte[] input) {
    UtpPacket packet = UtpCodec.decode(ByteBuffer.wrap(input));
    if (packet != null) {
      ByteBuffer again = ByteBuffer.allocate(UtpHeader.LENGTH);
      UtpCodec.write(packet.header(), again);
      // the extensions are not kept, nor how much more than 2 GiB a window is
      again.put(1, input[1]);
      if (input[12] < 0) {
        claim(packet.header().window() == Integer.MAX_VALUE, "a window of another size");
        again.put(12, input, 12, Integer.BYTES);
      }
      claim(ByteBuffer.wrap(input, 0, UtpHeader.LENGTH).equals(again.flip()), "written otherwise");
      int rest = packet.selective().remaining() + packet.payload().remaining();
      claim(rest <= input.length - UtpHeader.LENGTH, "more than came");
    }
  }

  /// A connection, and packets on it: type and kind, number and acknowledgement as they lie around
  /// those that are expected, length, body.
  private static void connection(byte[] input) {
    NodeTargets.Stage stage = new NodeTargets.Stage(false, Transports.UTP);
    stage.add(Sample.HYBRID, true, false, List.of());
    hear(stage, new UtpHeader(UtpType.SYN, 100, 1, 0, 1 << 20, 1, 0), 0, new byte[0]);
    ByteBuffer answer = stage.datagram();
    claim(answer.remaining() == UtpHeader.LENGTH, "a SYN is answered by its like");
    int ours = answer.getShort(16) & 0xffff;
    ByteBuffer in = ByteBuffer.wrap(input);
    int number = 1;
    while (in.remaining() >= 4) {
      int kind = in.get() & 0xff;
      int sequence = number + in.get() & 0xffff;
      int ack = ours - 1 + in.get() & 0xffff;
      byte[] body = new byte[Math.min(in.get() & 0xff, in.remaining())];
      in.get(body);
      UtpType type = UtpType.values()[(kind & 7) % 5];
      number += type == UtpType.DATA && sequence == (number + 1 & 0xffff) ? 1 : 0;
      int id = type == UtpType.SYN ? 100 : 101;
      int window = (kind & 8) != 0 ? 0 : 1 << 20;
      hear(stage, new UtpHeader(type, id, kind, kind, window, sequence, ack), kind >>> 4, body);
      if ((kind & 0x80) != 0) {
        stage.pass(TENTH << (kind >>> 4 & 7));
      }
    }
    stage.pass(TENTH);
    stage.end();
  }

  /// With extension 1 to 3, whose length the first byte tells, or with none.
  private static void hear(NodeTargets.Stage stage, UtpHeader header, int extension, byte[] body) {
    ByteBuffer bytes = ByteBuffer.allocate(UtpHeader.LENGTH + body.length + 1);
    UtpCodec.write(header, bytes);
    if ((extension & 3) != 0) {
      bytes.put(1, (byte) (extension & 3)).put((byte) 0);
    }
    bytes.put(body);
    stage.tell(new NetInput.DatagramReceived(PEER, bytes.flip()));
    stage.tell(new Input.Tick());
  }
}
