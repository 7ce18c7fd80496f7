package dev.freshet.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PageTest {
  private final String page =
      new Page("Plan for <b>&", "freshet plan --class '5:1MB/s' \"x\"")
          .heading("Times")
          .paragraph("a < b")
          .table(
              List.of("bound", "time"),
              List.of(List.of("fluid", "1,000 s"), List.of("<script>", "12 s")))
          .figure(
              new LineChart(
                  "100 % of it",
                  Axis.linear("peers", Quantity.COUNT),
                  Axis.linear("share", Quantity.SHARE),
                  List.of(Series.line("a", List.of(Point.at(1, 1), Point.at(2, 1))))),
              "What it <shows>")
          .toString();

  @Test
  void allThatIsSaidIsText() {
    assertThat(page)
        .contains(
            "<title>Plan for &lt;b&gt;&amp;</title>",
            "<pre>freshet plan --class &#39;5:1MB/s&#39; &quot;x&quot;</pre>",
            "<p>a &lt; b</p>",
            "&lt;script&gt;",
            "<figcaption>What it &lt;shows&gt;</figcaption>");
  }

  @Test
  void itOpensOfflineAndRunsNothing() {
    assertThat(page).doesNotContain("<script", "<link", "<img", "src=", "href=", "url(", "@import");
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
  }

  @Test
  void numbersStandAtTheRight() {
    assertThat(page)
        .contains("<th class=\"n\" scope=\"col\">time</th>", "<td class=\"n\">1,000 s</td>")
        .contains("<td>fluid</td>");
  }

  @Test
  void theBodyIsWellFormed() {
    String body = page.substring(page.indexOf("<body>"), page.indexOf("</body>") + 7);
    assertThat(Drawn.texts(Drawn.read(body))).contains("100 % of it");
  }
}
