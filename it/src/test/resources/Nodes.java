import dev.freshet.core.api.DhtOptions;
import dev.freshet.engine.Engine;
import dev.freshet.engine.EngineOptions;
import dev.freshet.protocol.HostPort;
import dev.freshet.protocol.bencode.BencodeWriter;
import dev.freshet.protocol.dht.Item;
import dev.freshet.protocol.dht.NodeId;
import dev.freshet.protocol.dht.Opaque;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.EdECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Nodes of Freshet in a DHT of their own, as who embeds the engine has them.
///
/// `Nodes STATE HOST:PORT [stay COUNT | put TEXT | fetch HASH | put-mutable TEXT SALT |
/// fetch-mutable KEY SALT]`. Prints LISTENING once it does, STORED and the hash or the key once
/// other nodes have taken the item, ITEM and the text that it found.
final class Nodes {
  private static final HexFormat HEX = HexFormat.of();

  private Nodes() {}

  public static void main(String[] words) throws Exception {
    Path state = Path.of(words[0]);
    String[] begin = words[1].split(":", -1);
    var router = new HostPort(begin[0], Integer.parseInt(begin[1]));
    int count = words[2].equals("stay") ? Integer.parseInt(words[3]) : 1;
    List<Engine> engines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      engines.add(
          Engine.open(
              EngineOptions.defaults()
                  .withPort(0)
                  .withMapPorts(false)
                  .withSeed(System.nanoTime())
                  .withStateDirectory(state.resolve("node-" + i))
                  .withDht(DhtOptions.beginningAt(List.of(router)))));
    }
    System.out.println("LISTENING");
    Engine engine = engines.getFirst();
    switch (words[2]) {
      case "put" -> put(engine, new Item.Immutable(text(words[3])));
      case "fetch" -> fetch(engine, NodeId.of(HEX.parseHex(words[3])), Opaque.NONE);
      case "put-mutable" -> put(engine, signed(words[3], words[4]));
      case "fetch-mutable" -> {
        Opaque salt = salt(words[4]);
        fetch(engine, NodeId.sha1(HEX.parseHex(words[3]), salt.bytes()), salt);
      }
      default -> {}
    }
    Thread.sleep(600_000);
  }

  private static Opaque text(String text) {
    return Opaque.of(new BencodeWriter().string(text.getBytes(StandardCharsets.UTF_8)).toBytes());
  }

  private static Opaque salt(String text) {
    return Opaque.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Item signed(String text, String salt) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] secret = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] key = Arrays.copyOfRange(encoded, encoded.length - Item.KEY_LENGTH, encoded.length);
    return Item.Mutable.signed(Opaque.of(secret), Opaque.of(key), salt(salt), 1, text(text));
  }

  /// Until somebody has it: at first no other node may be known.
  private static void put(Engine engine, Item item) throws Exception {
    while (engine.storeItem(item).get() == 0) {
      Thread.sleep(500);
    }
    byte[] name = item instanceof Item.Mutable own ? own.key().bytes() : item.target().bytes();
    System.out.println("STORED " + HEX.formatHex(name));
  }

  private static void fetch(Engine engine, NodeId target, Opaque salt) throws Exception {
    Item item = engine.fetchItem(target, salt).get();
    while (item == null) {
      Thread.sleep(500);
      item = engine.fetchItem(target, salt).get();
    }
    System.out.println("ITEM " + new String(item.value().bytes(), StandardCharsets.UTF_8));
  }
}
