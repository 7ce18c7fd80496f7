package dev.freshet.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// The manual page as roff (man(7)), from the commands themselves.
final class Manual {
  private Manual() {}

  /// The whole page: the program, then each of its commands.
  static String page(CommandLine program) {
    List<String> lines = new ArrayList<>();
    CommandSpec top = program.getCommandSpec();
    lines.add(".TH FRESHET 1 \"\" \"" + escaped(top.version()[0]) + "\" \"User Commands\"");
    lines.add(".SH NAME");
    lines.add("freshet \\- " + escaped(text(top.usageMessage().description())));
    lines.add(".SH SYNOPSIS");
    lines.add(".B freshet");
    lines.add(".I COMMAND");
    lines.add("[OPTIONS]");
    lines.add(".SH COMMANDS");
    program.getSubcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .forEach(command -> addCommand(command, lines));
    lines.add(".SH NOTES");
    for (String line : top.usageMessage().footer()) {
      lines.add(escaped(line));
      lines.add(".br");
    }
    return String.join("\n", lines);
  }

  private static void addCommand(CommandLine command, List<String> lines) {
    CommandSpec spec = command.getCommandSpec();
    lines.add(".SS " + escaped(synopsis(spec)));
    lines.add(escaped(text(spec.usageMessage().description())));
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      lines.add(".TP");
      lines.add(".I " + escaped(parameter.paramLabel()));
      lines.add(escaped(text(parameter.description())));
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        lines.add(".TP");
        lines.add(".B " + escaped(names(option)));
        lines.add(escaped(text(option.description())));
      }
    }
  }

  private static String synopsis(CommandSpec spec) {
    StringBuilder line = new StringBuilder(spec.qualifiedName());
    spec.positionalParameters().forEach(each -> line.append(' ').append(each.paramLabel()));
    return line.append(" [OPTIONS]").toString();
  }

  private static String names(OptionSpec option) {
    String all = String.join(", ", option.names());
    String names = option.negatable() ? all.replace("--", "--[no-]") : all;
    return option.arity().max() == 0 ? names : names + " " + option.paramLabel();
  }

  private static String text(String[] description) {
    return String.join(" ", description).replace("%n", " ").replace("%%", "%");
  }

  /// Hyphens that are typed, backslashes, and lines that would look like requests.
  private static String escaped(String text) {
    String plain = text.replace("\\", "\\e").replace("-", "\\-");
    return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
  }
}
