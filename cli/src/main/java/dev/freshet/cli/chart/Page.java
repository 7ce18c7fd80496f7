package dev.freshet.cli.chart;

import java.util.List;

/// One HTML file that opens offline: text, tables and figures, without scripts and without anything
/// from elsewhere. What is said is text, never markup.
public final class Page {
  private static final String CSS =
      """
      :root{color-scheme:light dark}
      body{font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;\
      max-width:800px;margin:2rem auto;padding:0 1rem;background:#fff;color:#1b1f24}
      h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}
      h2{font-size:1.2rem;margin:2rem 0 .5rem}
      pre{background:#f1f3f5;padding:.7rem .9rem;border-radius:6px;white-space:pre-wrap;\
      overflow-wrap:anywhere;font-size:.9rem}
      .w{overflow-x:auto}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.5rem 0}
      th,td{text-align:left;padding:.3rem .9rem .3rem 0;border-bottom:1px solid #e3e6ea;\
      vertical-align:top}
      th{font-weight:600}
      .n{text-align:right;white-space:nowrap}
      figure{margin:1.5rem 0}
      figure svg{max-width:100%;height:auto;display:block}
      figcaption{color:#5a6370;font-size:.9rem}
      @media (prefers-color-scheme:dark){body{background:#15181c;color:#eceff3}\
      pre{background:#20252b}th,td{border-color:#2e343c}figcaption{color:#a3acb8}}
      @media print{pre,figure,table{break-inside:avoid}}
      """;

  private final String title;
  private final StringBuilder body = new StringBuilder();

  /// A page with this heading, and the command that anyone can make it with again.
  public Page(String title, String command) {
    this.title = title;
    body.append("<h1>").append(Markup.escaped(title)).append("</h1>\n");
    body.append("<pre>").append(Markup.escaped(command)).append("</pre>\n");
  }

  /// Adds a heading.
  public Page heading(String text) {
    return element("h2", text);
  }

  /// Adds a paragraph.
  public Page paragraph(String text) {
    return element("p", text);
  }

  private Page element(String name, String text) {
    body.append("<%s>%s</%s>\n".formatted(name, Markup.escaped(text), name));
    return this;
  }

  /// Adds a table; what begins with a digit stands at the right of its column.
  public Page table(List<String> heads, List<List<String>> rows) {
    body.append("<div class=\"w\"><table>\n<thead><tr>");
    for (int i = 0; i < heads.size(); i++) {
      int column = i;
      boolean numbers = rows.stream().allMatch(row -> number(row.get(column)));
      body.append(numbers ? "<th class=\"n\" scope=\"col\">" : "<th scope=\"col\">")
          .append(Markup.escaped(heads.get(i)))
          .append("</th>");
    }
    body.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      body.append("<tr>");
      for (String cell : row) {
        body.append(number(cell) ? "<td class=\"n\">" : "<td>")
            .append(Markup.escaped(cell))
            .append("</td>");
      }
      body.append("</tr>\n");
    }
    body.append("</tbody></table></div>\n");
    return this;
  }

  private static boolean number(String cell) {
    return !cell.isEmpty()
        && (Character.isDigit(cell.charAt(0)) || "-+".indexOf(cell.charAt(0)) >= 0);
  }

  /// Adds a picture with a sentence below it.
  public Page figure(Figure figure, String caption) {
    body.append("<figure>\n").append(Svg.inline(figure));
    if (!caption.isEmpty()) {
      body.append("<figcaption>").append(Markup.escaped(caption)).append("</figcaption>\n");
    }
    body.append("</figure>\n");
    return this;
  }

  /// The whole file.
  @Override
  public String toString() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>%s</title>
    <style>
    %s%s
    </style>
    </head>
    <body>
    %s</body>
    </html>
    """
        .formatted(Markup.escaped(title), CSS, Palette.css(), body);
  }
}
