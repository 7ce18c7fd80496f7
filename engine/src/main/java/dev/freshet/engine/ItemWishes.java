package dev.freshet.engine;

import dev.freshet.core.api.Command;
import dev.freshet.core.api.Event;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Who waits for what of the DHT's items. From any thread.
final class ItemWishes {
  private final AtomicLong last = new AtomicLong();
  private final Map<Long, CompletableFuture<@Nullable Item>> fetches = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Integer>> puts = new ConcurrentHashMap<>();

  CompletableFuture<@Nullable Item> fetch(NodeId target, Opaque salt, Consumer<Command> ask) {
    long request = last.incrementAndGet();
    Command wish = new Command.FetchItem(request, target, salt);
    CompletableFuture<@Nullable Item> fetch = new CompletableFuture<>();
    fetches.put(request, fetch);
    ask.accept(wish);
    return fetch;
  }

  CompletableFuture<Integer> store(Item item, Consumer<Command> ask) {
    long request = last.incrementAndGet();
    Command wish = new Command.StoreItem(request, item);
    CompletableFuture<Integer> put = new CompletableFuture<>();
    puts.put(request, put);
    ask.accept(wish);
    return put;
  }

  /// An event, on the loop's thread, which nobody who waits holds up.
  void told(Event event) {
    if (event instanceof Event.ItemFetched(long request, var item)) {
      CompletableFuture<@Nullable Item> fetch = fetches.remove(request);
      if (fetch != null) {
        fetch.completeAsync(() -> item, Thread::startVirtualThread);
      }
    } else if (event instanceof Event.ItemStored(long request, int nodes)) {
      CompletableFuture<Integer> put = puts.remove(request);
      if (put != null) {
        put.completeAsync(() -> nodes, Thread::startVirtualThread);
      }
    }
  }

  /// Nothing more comes.
  void fail(EngineException reason) {
    fetches.values().forEach(fetch -> fetch.completeExceptionally(reason));
    puts.values().forEach(put -> put.completeExceptionally(reason));
  }
}
