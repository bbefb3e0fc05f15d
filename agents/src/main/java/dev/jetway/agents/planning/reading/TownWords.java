package dev.jetway.agents.planning.reading;

import java.util.List;
import java.util.Set;

/** Names of towns that are words of English, or of people, as well. */
final class TownWords {

    /** Names of towns that are words first: taken for a town only where a town must stand. */
    private static final Set<String> FIRST = Set.copyOf(List.of(
            ("adam airport alice alliance aloha alot along anna arnold asia ask bar bath bay beach bear bell bend best "
                            + "boone brad burton buy can carson center central centre city coin come converse cork "
                            + "crystal date david deal delta dome douglas drama eagle east eden edison evans fare "
                            + "federal fleet gap gary george gillette god goes golden good graham green harper hit ho "
                            + "holiday home honda hook hope hotel house howard hun kaya kind ladies lake liberty linda "
                            + "lira list love lucas male man march martin mary mission mitchell mobile moss most much "
                            + "nice normal north of opportunity orange pace page papa park pearl perry plato police "
                            + "pop price punch reading republic river roman roses sake salt same san sandy save sedan "
                            + "show south sparks split spring springs star station stella sterling stuart summit "
                            + "superior sur surprise tank tata taylor than thun tire town toyota tyler union "
                            + "university uptown van victor walker war wedding well west york young")
                    .split(" ")));

    /** Those of them that travelers go to and write small. */
    private static final Set<String> SMALL = Set.of("bath", "cork", "mobile", "nice", "reading", "split");

    private TownWords() {}

    /** Whether this is a word first, and a town only where a town must stand. */
    static boolean first(String word) {
        return FIRST.contains(word);
    }

    /** Whether travelers go to the town of this name, and write it small. */
    static boolean writtenSmall(String word) {
        return SMALL.contains(word);
    }
}
