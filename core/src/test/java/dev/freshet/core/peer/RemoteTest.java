package dev.freshet.core.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.protocol.Bitfield;
import dev.freshet.protocol.Geometry;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.HashRange;
import dev.freshet.protocol.wire.ExtensionMessage;
import dev.freshet.protocol.wire.Message;
import dev.freshet.protocol.wire.ProtocolViolation;
import dev.freshet.protocol.wire.WireCodec;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a peer says, as news.
final class RemoteTest {
  private static Remote remote(int pieces) {
    Remote remote = new Remote();
    assertThat(remote.sized(new Geometry(pieces * 16_384L, 16_384))).isNull();
    return remote;
  }

  private static Message.HavePieces bits(int... bytes) {
    byte[] wire = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      wire[i] = (byte) bytes[i];
    }
    return new Message.HavePieces(wire);
  }

  @Test
  void aLaterBitfieldIsToldPieceByPiece() {
    Remote remote = remote(12);
    Message.HavePieces first = bits(0b1000_0000, 0);
    assertThat(remote.news(first)).isSameAs(first);
    assertThat(remote.late()).isNull();

    assertThat(remote.news(bits(0b1010_0001, 0b0001_0000))).isNull();
    assertThat(remote.late()).isEqualTo(new Message.Have(2));
    assertThat(remote.late()).isEqualTo(new Message.Have(7));
    assertThat(remote.late()).isEqualTo(new Message.Have(11));
    assertThat(remote.late()).isNull();
    assertThat(remote.has()).extracting(has -> has.cardinality()).isEqualTo(4);
  }

  /// Were each piece looked for from the beginning, this would take minutes.
  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLaterBitfieldIsWalkedThroughOnce() {
    int pieces = Geometry.MAX_PIECES;
    Remote remote = remote(pieces);
    remote.news(new Message.HavePieces(new byte[pieces / 8]));
    remote.news(new Message.HavePieces(Bitfield.full(pieces).toWire()));
    for (int piece = 0; piece < pieces; piece++) {
      Message.Have late = remote.late();
      if (late == null || late.piece() != piece) {
        assertThat(late).isEqualTo(new Message.Have(piece));
      }
    }
    assertThat(remote.late()).isNull();
  }

  @Test
  void aLaterBitfieldTakesNothingBack() {
    Remote remote = remote(8);
    remote.news(new Message.Have(3));
    assertThat(remote.news(bits(0b1000_0000))).isNull();
    assertThat(remote.late()).isEqualTo(new Message.Have(0));
    assertThat(remote.has()).extracting(has -> has.get(3)).isEqualTo(true);
  }

  @Test
  void aLaterBitfieldOfAnotherLengthIsAViolation() {
    Remote remote = remote(12);
    remote.news(bits(0, 0));
    assertThat(remote.news(bits(0, 0, 0))).isInstanceOf(ProtocolViolation.class);
  }

  @Test
  void whatWasTakenBackBeforeTheTorrentWasKnownIsNotHad() {
    Remote remote = new Remote();
    remote.news(bits(0b1110_0000));
    remote.news(new ExtensionMessage.DontHave(1));
    remote.news(new ExtensionMessage.DontHave(2));
    remote.news(new Message.Have(2));
    assertThat(remote.sized(new Geometry(3 * 16_384L, 16_384))).isNull();
    assertThat(remote.has()).extracting(has -> has.get(0)).isEqualTo(true);
    assertThat(remote.has()).extracting(has -> has.get(1)).isEqualTo(false);
    assertThat(remote.has()).extracting(has -> has.get(2)).isEqualTo(true);
  }

  @Test
  void allThatIsToldBeforeTheTorrentIsKnownCounts() {
    Remote remote = new Remote();
    for (int piece = Geometry.MAX_PIECES - 1; piece >= 0; piece--) {
      remote.news(new Message.Have(piece));
    }
    assertThat(remote.sized(new Geometry(Geometry.MAX_PIECES * 16_384L, 16_384))).isNull();
    assertThat(remote.has()).extracting(Bitfield::isFull).isEqualTo(true);
  }

  @Test
  void whatLiesOutsideIsFoundWhenTheTorrentIsKnown() {
    for (int piece : new int[] {12, Geometry.MAX_PIECES, Integer.MAX_VALUE}) {
      Remote remote = new Remote();
      assertThat(remote.news(new Message.Have(piece))).isInstanceOf(Message.Have.class);
      assertThat(remote.sized(new Geometry(12 * 16_384L, 16_384)))
          .isEqualTo(new ProtocolViolation("has piece " + piece + " of 12"));
    }
  }

  /// A piece of 128 MiB is the largest whose hashes fit one message.
  @ParameterizedTest
  @ValueSource(ints = {1, 32, 128, 512})
  void theHashesOfThePieceThatWeAskForFitOneMessage(int mebibytes) {
    Remote remote = new Remote();
    assertThat(remote.sized(new Geometry(1L << 34, mebibytes << 20))).isNull();
    int leaves = Math.min(mebibytes << 6, HashRange.MAX_LENGTH);
    Hash hash = Hash.of(new byte[Hash.SHA256_LENGTH]);
    Message answer = new Message.Hashes(hash, 0, 0, leaves, 0, Collections.nCopies(leaves, hash));
    assertThat(WireCodec.bytes(answer).remaining()).isLessThan(remote.messageLimit());
  }
}
