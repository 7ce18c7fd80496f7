package dev.freshet.core.webseed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.edge.Lease;
import dev.freshet.core.edge.NetEffect;
import dev.freshet.core.edge.Outbox;
import dev.freshet.core.edge.RangeProblem;
import dev.freshet.core.piece.Block;
import dev.freshet.protocol.Hash;
import dev.freshet.protocol.metainfo.DraftFile;
import dev.freshet.protocol.metainfo.Info;
import dev.freshet.protocol.metainfo.PieceSums;
import dev.freshet.protocol.metainfo.TorrentDraft;
import dev.freshet.protocol.metainfo.TorrentPlan;
import dev.freshet.protocol.metainfo.TorrentVersion;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ServerTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int BLOCK = 16 << 10;

  private final Outbox out = new Outbox();
  private Server server;
  private long requests;
  private long now;

  @BeforeEach
  void make() throws Exception {
    List<DraftFile> files = List.of(new DraftFile(List.of("x"), 4 * BLOCK));
    TorrentDraft draft =
        new TorrentDraft(
            "x", true, files, BLOCK, TorrentVersion.V1, false, List.of(), List.of(), null, null, 0);
    TorrentPlan plan = draft.plan();
    PieceSums sums = plan.sums();
    byte[] any = new byte[Hash.SHA1_LENGTH];
    Arrays.fill(any, (byte) 1);
    for (int piece = 0; piece < 4; piece++) {
      sums.putV1(piece, Hash.of(any));
    }
    Info info = plan.seal(sums).info();
    SeedUrl url = Objects.requireNonNull(SeedUrl.of("http://host/x"));
    server = new Server(7, url, info, () -> ++requests, new SplittableRandom(1));
  }

  private long ask() {
    server.fetch(now, List.of(new Block(0, 0, BLOCK)), out);
    return requests;
  }

  private void fail(RangeProblem problem, long retryNanos) {
    assertThat(server.failed(now, ask(), problem, "why", retryNanos)).hasSize(1);
  }

  @Test
  void whoIsBusyIsLetAloneForAsLongAsItSays() {
    fail(RangeProblem.BUSY, 60 * SECOND);
    assertThat(server.free(now + 60 * SECOND - 1)).isFalse();
    assertThat(server.free(now + 90 * SECOND)).isTrue();
    assertThat(server.dropped()).isFalse();
  }

  @Test
  void nobodyIsLetAloneForLongerThanTenMinutesOrSo() {
    fail(RangeProblem.BUSY, 86_400 * SECOND);
    assertThat(server.free(now + Server.MAX_REST_NANOS * 3 / 2)).isTrue();
  }

  @Test
  void whoCannotBeReachedRestsForTwiceAsLongEachTime() {
    long rest = Server.FIRST_REST_NANOS;
    for (int i = 0; i < 5; i++) {
      fail(RangeProblem.UNREACHABLE, 0);
      assertThat(server.free(now + rest - 1)).isFalse();
      assertThat(server.free(now + rest * 3 / 2)).isTrue();
      now += rest * 3 / 2;
      rest *= 2;
    }
  }

  @Test
  void whoSaysNoAgainAndAgainIsGivenUp() {
    for (int i = 1; i <= Server.MAX_REFUSALS; i++) {
      assertThat(server.dropped()).isFalse();
      fail(RangeProblem.REFUSED, 0);
      now += Server.MAX_REST_NANOS * 2;
      assertThat(server.free(now)).isEqualTo(i < Server.MAX_REFUSALS);
    }
    assertThat(server.dropped()).isTrue();
    assertThat(server.status(now).message()).isEqualTo("why");
  }

  @Test
  void whoSendsNothingForLongIsGivenUpForAWhile() {
    long request = ask();
    out.drain();
    assertThat(server.overdue(now + Server.STALL_NANOS - 1, out)).isEmpty();
    assertThat(server.overdue(now + Server.STALL_NANOS, out)).hasSize(1);
    assertThat(out.drain()).containsExactly(new NetEffect.CancelRange(request));
    assertThat(server.free(now + Server.STALL_NANOS)).isFalse();
    assertThat(server.dropped()).isFalse();
  }

  @Test
  void untilAPieceOfItHasTurnedOutRightItIsAskedForLittleAndOneThingAtATime() {
    for (int i = 0; i < 100; i++) {
      long request = ask();
      assertThat(server.run(now, 4)).isEqualTo(Server.LEAST_RUN);
      ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
      server.received(now, request, Lease.unpooled(bytes));
      assertThat(server.free(now)).isFalse();
      server.ended(request);
      while (server.poll(now, new ArrayList<>(), out) != null) {
        // a block is taken
      }
      assertThat(server.free(now)).isTrue();
      now += SECOND / 100;
    }
    server.proven();
    assertThat(server.run(now, 4)).isGreaterThan(Server.LEAST_RUN);
    ask();
    assertThat(server.free(now)).as("the next, before this one is here").isTrue();
  }

  @Test
  void whoLiedIsNeverAskedAgain() {
    ask();
    assertThat(server.convict(out)).hasSize(1);
    assertThat(server.free(now + 10 * Server.MAX_REST_NANOS)).isFalse();
    assertThat(server.status(now).message()).isEqualTo("sent corrupt data");
  }
}
