package dev.jetway.agents.planning.reading;

/** Slips of the pen. */
final class Spelling {

    private Spelling() {}

    /** True when one letter is missing, too many or wrong, or two neighbours are exchanged. */
    static boolean oneSlip(String written, String meant) {
        int shorter = Math.min(written.length(), meant.length());
        int same = 0;
        while (same < shorter && written.charAt(same) == meant.charAt(same)) {
            same++;
        }
        if (written.length() == meant.length()) {
            return same < shorter
                    && (rest(written, same + 1, meant, same + 1)
                            || (same + 1 < shorter
                                    && written.charAt(same) == meant.charAt(same + 1)
                                    && written.charAt(same + 1) == meant.charAt(same)
                                    && rest(written, same + 2, meant, same + 2)));
        }
        return written.length() < meant.length()
                ? rest(written, same, meant, same + 1)
                : rest(written, same + 1, meant, same);
    }

    private static boolean rest(String written, int from, String meant, int meantFrom) {
        return written.length() - from == meant.length() - meantFrom
                && written.regionMatches(from, meant, meantFrom, written.length() - from);
    }
}
