package dev.jetway.runtime.cli.tools;

import java.util.ArrayList;
import java.util.List;

/** The lines in which two texts differ, with some context, in the format of {@code diff -u}. */
final class UnifiedDiff {

    private static final int CONTEXT = 3;

    /** Larger ones are shown as a whole replaced by a whole: comparing costs their product. */
    private static final long MAX_CELLS = 16L << 20;

    private record Line(char mark, String text, int before, int after) {}

    private UnifiedDiff() {}

    /** No lines when there is no difference. */
    static List<String> of(List<String> before, List<String> after) {
        List<Line> lines = compare(before, after);
        List<String> diff = new ArrayList<>();
        int at = next(lines, 0);
        while (at < lines.size()) {
            int from = Math.max(0, at - CONTEXT);
            int to = at;
            while (at < lines.size() && at - to <= 2 * CONTEXT) {
                to = at + 1;
                at = next(lines, to);
            }
            hunk(lines.subList(from, Math.min(lines.size(), to + CONTEXT)), diff);
        }
        return diff;
    }

    private static int next(List<Line> lines, int from) {
        int at = from;
        while (at < lines.size() && lines.get(at).mark == ' ') {
            at++;
        }
        return at;
    }

    private static void hunk(List<Line> lines, List<String> diff) {
        long old = lines.stream().filter(line -> line.mark != '+').count();
        long fresh = lines.stream().filter(line -> line.mark != '-').count();
        Line first = lines.get(0);
        diff.add("@@ -%d,%d +%d,%d @@"
                .formatted(first.before + (old > 0 ? 1 : 0), old, first.after + (fresh > 0 ? 1 : 0), fresh));
        lines.forEach(line -> diff.add(line.mark + line.text));
    }

    /** The longest common subsequence stays; the table holds its length for each pair of remainders. */
    private static List<Line> compare(List<String> before, List<String> after) {
        int[][] common = (long) before.size() * after.size() > MAX_CELLS ? null : common(before, after);
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            boolean same = common != null
                    && i < before.size()
                    && j < after.size()
                    && before.get(i).equals(after.get(j));
            if (same) {
                lines.add(new Line(' ', before.get(i), i++, j++));
            } else if (j == after.size()
                    || (i < before.size() && (common == null || common[i + 1][j] >= common[i][j + 1]))) {
                lines.add(new Line('-', before.get(i), i++, j));
            } else {
                lines.add(new Line('+', after.get(j), i, j++));
            }
        }
        return lines;
    }

    private static int[][] common(List<String> before, List<String> after) {
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = before.get(i).equals(after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
