package dev.freshet.protocol.dht;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.freshet.protocol.IpAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BloomFilterTest {
  private static final String BEP33 =
      "F6C3F5EAA07FFD91BDE89F777F26FB2BFF37BDB8FB2BBAA2FD3DDDE7BACFFF75EE7CCBAE"
          + "FE5EEDB1FBFAFF67F6ABFF5E43DDBCA3FD9B9FFDF4FFD3E9DFF12D1BDF59DB53DBE9FA5B"
          + "7FF3B8FDFCDE1AFB8BEDD7BE2F3EE71EBBBFE93BCDEEFE148246C2BC5DBFF7E7EFDCF24F"
          + "D8DC7ADFFD8FFFDFDDFFF7A4BBEEDF5CB95CE81FC7FCFF1FF4FFFFDFE5F7FDCBB7FD79B3"
          + "FA1FC77BFE07FFF905B7B7FFC7FEFEFFE0B8370BB0CD3F5B7F2BD93FEB4386CFDD6F7FD5"
          + "BFAF2E9EBFFFFEECD67ADBF7C67F17EFD5D75EBA6FFEBA7FFF47A91EB1BFBB53E8ABFB57"
          + "62ABE8FF237279BFEFBFEEF5FFC5FEBFDFE5ADFFADFEE1FB737FFFFBFD9F6AEFFEEE76B6"
          + "FD8F72EF";

  @Test
  void theVectorOfBep33IsMade() {
    List<IpAddress> v4 = new ArrayList<>();
    List<IpAddress> v6 = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      v4.add(IpAddress.v4(0xc0000200 | i));
    }
    for (int i = 0; i < 1000; i++) {
      v6.add(new IpAddress(0x20010db800000000L, i));
    }
    BloomFilter all = BloomFilter.of(v4).or(BloomFilter.of(v6));
    assertThat(HexFormat.of().withUpperCase().formatHex(all.bytes())).isEqualTo(BEP33);
    assertThat(all.size()).isEqualTo(1224.9308, within(0.0001));
    assertThat(BloomFilter.of(all.bytes())).isEqualTo(all);
  }

  @Test
  void nothingIsNobody() {
    assertThat(BloomFilter.of(List.of()).size()).isZero();
  }
}
