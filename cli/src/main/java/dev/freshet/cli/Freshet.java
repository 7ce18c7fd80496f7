package dev.freshet.cli;

import picocli.CommandLine.Command;

/// The program without a command: says what there is.
@Command(
    name = "freshet",
    mixinStandardHelpOptions = true,
    version = "freshet 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    description = "Hands one large file to many machines, each helping the next, over BitTorrent.",
    footerHeading = "%n",
    footer = {
      "On one machine:   freshet share big.iso",
      "On all others:    freshet get LINK",
      "",
      "Exit codes: 0 done, 1 failed, 2 bad usage, 3 not complete in time, 130 and 143 on signals."
    })
final class Freshet {}
