package dev.jetway.runtime.cli.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table that can be read in a terminal and put into a Markdown page. The first column is text, the others numbers. */
final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... columns) {
        rows.add(List.of(columns));
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "–" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    static String number(double value, int digits) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    List<String> lines() {
        int columns = rows.get(0).size();
        var widths = new int[columns];
        for (var row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        var lines = new ArrayList<String>();
        for (var row : rows) {
            var line = new StringBuilder("|");
            for (int i = 0; i < columns; i++) {
                var padding = " ".repeat(widths[i] - row.get(i).length());
                line.append(' ')
                        .append(i == 0 ? row.get(i) + padding : padding + row.get(i))
                        .append(" |");
            }
            lines.add(line.toString());
        }
        var rule = new StringBuilder("|");
        for (int i = 0; i < columns; i++) {
            rule.append("-".repeat(widths[i] + 1)).append(i == 0 ? "-|" : ":|");
        }
        lines.add(1, rule.toString());
        return lines;
    }
}
