package dev.freshet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freshet.core.api.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeliveryTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Delivery delivery = new Delivery();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  @AfterEach
  void end() {
    delivery.end(PATIENCE);
  }

  @Test
  void anInterruptThatAListenerLeavesBehindDeafensNobody() throws Exception {
    // as who catches an InterruptedException should
    delivery.add(event -> Thread.currentThread().interrupt());
    delivery.add(event -> heard.add(Thread.interrupted() ? "interrupted" : "told"));
    delivery.add(event -> Thread.currentThread().interrupt());
    delivery.start();
    // one by one, so that it has nothing to do in between
    for (int torrent : List.of(1, 2, 3)) {
      delivery.tell(new Event.Completed(torrent));
      assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("told");
    }
  }

  @Test
  void aListenersErrorDeafensNobody() throws Exception {
    delivery.add(event -> {
      throw new AssertionError("of the embedder");
    });
    delivery.add(event -> DeliveryTest.<RuntimeException>fail(new IOException("undeclared")));
    delivery.add(event -> heard.add("told"));
    delivery.start();
    delivery.tell(new Event.Completed(1));
    delivery.tell(new Event.Completed(2));
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("told");
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("told");
  }

  /// As in languages without checked exceptions.
  @SuppressWarnings("unchecked")
  private static <E extends Exception> void fail(Exception any) throws E {
    throw (E) any;
  }

  @Test
  void whoTakesTooLongAtTheEndIsInterruptedAndTheLastToHear() throws Exception {
    CountDownLatch busy = new CountDownLatch(1);
    delivery.add(event -> {
      busy.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        heard.add("interrupted");
      }
    });
    delivery.add(event -> heard.add("told"));
    delivery.start();
    delivery.tell(new Event.Completed(1));
    busy.await();
    delivery.end(Duration.ofMillis(1));
    assertThat(heard.poll(60, TimeUnit.SECONDS)).isEqualTo("interrupted");
    delivery.end(PATIENCE);
    assertThat(heard).isEmpty();
  }
}
