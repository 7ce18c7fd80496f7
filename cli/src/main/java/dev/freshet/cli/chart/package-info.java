/// Pictures of numbers: charts as SVG, as lines of a terminal, and a page of HTML that holds them
/// and opens offline. Imports the JDK only; knows nothing of what the numbers mean.
///
/// Say what to show as a [Figure][dev.freshet.cli.chart.Figure], then draw it with
/// [Svg][dev.freshet.cli.chart.Svg], put it on a [Page][dev.freshet.cli.chart.Page], or print the
/// [lines][dev.freshet.cli.chart.TerminalChart] of it:
///
/// ```
/// Figure times = new LineChart("Time by number of peers",
///     Axis.log("peers", Quantity.COUNT),
///     Axis.log("time of the last peer", Quantity.SECONDS),
///     List.of(Series.line("bound", points), Series.points("measured", measured)));
/// String svg = Svg.of(times);
/// ```
///
/// Colours are told apart by people who see few of them, and no series by its colour alone; light
/// and dark follow the reader's setting. Numbers that are not finite, or not above 0 on a
/// logarithmic axis, are left out.
package dev.freshet.cli.chart;
