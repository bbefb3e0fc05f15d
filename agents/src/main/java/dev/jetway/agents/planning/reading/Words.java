package dev.jetway.agents.planning.reading;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A message cut into words: runs of letters, digits and inner apostrophes; every other visible
 * character is a word of its own. A reader marks the words it has understood as used, so that the next
 * reader leaves them alone: the March of "3 March" is no town.
 */
public final class Words {

    /** What is read of a message. A request takes a sentence or two; the rest is letters and logs. */
    public static final int MAX_CHARACTERS = 3_000;

    private final List<Word> words;
    private final BitSet used = new BitSet();
    private final boolean cut;

    /**
     * @param raw as written
     * @param plain in lower case and without accents
     */
    public record Word(String raw, String plain, int start, int end) {

        boolean capital() {
            return Character.isUpperCase(raw.codePointAt(0));
        }

        boolean text() {
            return Character.isLetterOrDigit(raw.codePointAt(0));
        }
    }

    private Words(List<Word> words, boolean cut) {
        this.words = words;
        this.cut = cut;
    }

    public static Words of(String text) {
        boolean cut = text.length() > MAX_CHARACTERS;
        var read = cut ? text.substring(0, MAX_CHARACTERS) : text;
        var words = new ArrayList<Word>();
        int i = 0;
        while (i < read.length()) {
            char c = read.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                i++;
                continue;
            }
            int end = Character.isLetterOrDigit(c) ? endOfWord(read, i) : i + 1;
            var raw = read.substring(i, end).replace('’', '\'');
            words.add(new Word(raw, plain(raw), i, end));
            i = end;
        }
        return new Words(words, cut);
    }

    private static int endOfWord(String text, int from) {
        int i = from;
        while (i < text.length()
                && (Character.isLetterOrDigit(text.charAt(i))
                        || Character.getType(text.charAt(i)) == Character.NON_SPACING_MARK
                        || apostrophe(text, i))) {
            i++;
        }
        return i;
    }

    private static boolean apostrophe(String text, int i) {
        return (text.charAt(i) == '\'' || text.charAt(i) == '’')
                && i + 1 < text.length()
                && Character.isLetter(text.charAt(i + 1));
    }

    /** Lower case, accents removed: {@code São} is {@code sao}. */
    public static String plain(String text) {
        if (ascii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        var plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
        return plain.toLowerCase(Locale.ROOT);
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /** True when the message was longer than what is read of it. */
    public boolean cut() {
        return cut;
    }

    public int size() {
        return words.size();
    }

    public Word get(int i) {
        return words.get(i);
    }

    /** The word at {@code i}, or nothing outside the message. */
    public String at(int i) {
        return i >= 0 && i < words.size() ? words.get(i).plain() : "";
    }

    public boolean is(int i, String... any) {
        var word = at(i);
        for (var candidate : any) {
            if (candidate.equals(word)) {
                return true;
            }
        }
        return false;
    }

    /** True when these words stand at {@code i}, one after the other. */
    public boolean phrase(int i, List<String> phrase) {
        for (int k = 0; k < phrase.size(); k++) {
            if (!phrase.get(k).equals(at(i + k))) {
                return false;
            }
        }
        return true;
    }

    public boolean has(String... any) {
        for (int i = 0; i < words.size(); i++) {
            if (is(i, any)) {
                return true;
            }
        }
        return false;
    }

    /** A stretch as it was written, without a leading article. */
    String phrase(int from, int to) {
        var phrase = new StringBuilder();
        for (int i = is(from, "the") ? from + 1 : from; i < to; i++) {
            boolean apart = !phrase.isEmpty() && get(i).text() && !touches(i - 1);
            phrase.append(apart ? " " : "").append(get(i).raw());
        }
        return phrase.toString();
    }

    /** True when nothing stands between the word at {@code i} and the next. */
    public boolean touches(int i) {
        return i >= 0
                && i + 1 < words.size()
                && words.get(i).end() == words.get(i + 1).start();
    }

    public void use(int from, int to) {
        used.set(from, to);
    }

    public boolean used(int i) {
        return used.get(i);
    }

    /** True when there are letters or digits at {@code i}, not a sign. */
    public boolean letters(int i) {
        return words.get(i).text();
    }

    /** How many words are letters or digits. */
    public int count() {
        return (int) words.stream().filter(Word::text).count();
    }
}
