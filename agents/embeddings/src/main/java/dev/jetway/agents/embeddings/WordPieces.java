package dev.jetway.agents.embeddings;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Cuts a sentence into the pieces of words that a BERT model was trained with: in lower case, without accents,
 * punctuation and Chinese characters apart, each word into the longest pieces the vocabulary has. Immutable.
 */
final class WordPieces {

    private static final int LONGEST_WORD = 100;

    /** Far more than {@link #most} pieces of any real sentence. */
    private static final int MOST_CHARACTERS = 8_000;

    private final Map<String, Integer> vocabulary;
    private final int most;
    private final int unknown;
    private final int first;
    private final int last;

    /**
     * @param vocabulary a piece that goes on with a word starts with {@code ##}
     * @param most how many pieces are made at most, with those that mark the beginning and the end
     */
    WordPieces(Map<String, Integer> vocabulary, int most) {
        this.vocabulary = new HashMap<>(vocabulary);
        this.most = most;
        this.unknown = special("[UNK]");
        this.first = special("[CLS]");
        this.last = special("[SEP]");
    }

    private int special(String piece) {
        var id = vocabulary.get(piece);
        if (id == null) {
            throw new IllegalArgumentException("The vocabulary of the embedding model has no " + piece);
        }
        return id;
    }

    /** The pieces as the model numbers them. What is too long is cut off at its end. */
    long[] of(String sentence) {
        var pieces = new Pieces();
        var text = plain(sentence.substring(0, Math.min(sentence.length(), MOST_CHARACTERS)));
        int start = 0;
        int i = 0;
        while (i < text.length() && !pieces.full()) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            boolean space = space(c);
            if (space || alone(c)) {
                word(text.substring(start, i), pieces);
                if (!space) {
                    word(text.substring(i, next), pieces);
                }
                start = next;
            }
            i = next;
        }
        word(text.substring(start, i), pieces);
        return pieces.done();
    }

    private static String plain(String text) {
        var plain = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> !unwanted(c))
                .forEach(plain::appendCodePoint);
        return plain.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean unwanted(int c) {
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> c == 0xFFFD;
        };
    }

    private static boolean space(int c) {
        return Character.isWhitespace(c) || Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /** Punctuation, and what is written without spaces. */
    private static boolean alone(int c) {
        if (c < 128) {
            return c > ' ' && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN;
        };
    }

    private void word(String word, Pieces pieces) {
        if (word.isEmpty()) {
            return;
        }
        int before = pieces.size;
        int from = 0;
        while (from < word.length() && !pieces.full()) {
            int to = word.length() > LONGEST_WORD ? from : longest(word, from);
            if (to == from) {
                pieces.size = before;
                pieces.add(unknown);
                return;
            }
            pieces.add(vocabulary.get(piece(word, from, to)));
            from = to;
        }
    }

    /** Where the longest known piece that starts at {@code from} ends; {@code from} when none is known. */
    private int longest(String word, int from) {
        for (int to = word.length(); to > from; to--) {
            if (vocabulary.containsKey(piece(word, from, to))) {
                return to;
            }
        }
        return from;
    }

    private static String piece(String word, int from, int to) {
        return from == 0 ? word.substring(0, to) : "##" + word.substring(from, to);
    }

    private final class Pieces {

        private final long[] ids = new long[most];
        private int size;

        private Pieces() {
            add(first);
        }

        private void add(int id) {
            ids[size++] = id;
        }

        private boolean full() {
            return size == most - 1;
        }

        private long[] done() {
            add(last);
            return Arrays.copyOf(ids, size);
        }
    }
}
