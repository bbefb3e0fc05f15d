package dev.jetway.agents.planning;

import dev.jetway.agents.planning.Asked.Aside;
import dev.jetway.agents.planning.reading.Words;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is said without any wish, and what cannot be understood. */
final class Smalltalk {

    private static final String ABILITIES =
            "I find flights and hotels, tell you about the weather and the way to a city, and look after your bookings.";
    private static final String EXAMPLES = """
            You can say, for example:
            - find hotels in Boston for next weekend
            - a flight from London to Tokyo on 3 March, two adults, back ten days later
            - what's the weather like in Lisbon in May?
            - show me my upcoming bookings""";

    private static final String ABOUT = "I am Jetway. " + ABILITIES + "\n\n" + EXAMPLES;
    private static final String WELCOME = "You're welcome. Is there anything else I can do for your trip?";
    private static final String HELLO = "Hello! " + ABILITIES + " Where would you like to go?";
    private static final String GOODBYE = "Goodbye, and have a good trip.";
    private static final String NOTHING_WAITS =
            "There is nothing waiting for a yes or no right now. What can I do for you?";

    private static final int SHORT = 6;

    private static final Map<String, Set<String>> FOREIGN = Map.of(
            "de",
            words("ich und der das ein eine nach fur mochte bitte von mit brauche nicht wie ist einen suche flug zum"),
            "fr",
            words("je le les un une pour et du veux voudrais cherche bonjour vol avec dans est des chambre merci"),
            "es",
            words("el los una para quiero necesito busco hola por favor con desde vuelo del habitacion gracias y"),
            "it",
            words("il un una per vorrei cerco ciao volo da con di che camera grazie della sono a buongiorno"),
            "pt",
            words("o os uma para quero preciso ola por com voo do da quarto obrigado e em um"),
            "nl",
            words("ik een het de naar van en voor wil graag zoek vlucht met niet hoe dank"));

    private static final Set<String> ENGLISH =
            words("the a an i to from in for and me my is of on please need find what "
                    + "how with show want you are it can do under next there get at night our we");

    private static final Map<String, String> REPLIES = Map.ofEntries(
            Map.entry("de", "Leider verstehe ich nur Englisch. "),
            Map.entry("fr", "Désolé, je ne comprends que l'anglais. "),
            Map.entry("es", "Lo siento, solo entiendo inglés. "),
            Map.entry("it", "Mi dispiace, capisco solo l'inglese. "),
            Map.entry("pt", "Desculpe, só entendo inglês. "),
            Map.entry("nl", "Sorry, ik begrijp alleen Engels. "),
            Map.entry("CYRILLIC", "Извините, я понимаю только английский. "),
            Map.entry("HAN", "抱歉，我只懂英语。"),
            Map.entry("HIRAGANA", "申し訳ありませんが、英語しかわかりません。"),
            Map.entry("KATAKANA", "申し訳ありませんが、英語しかわかりません。"),
            Map.entry("HANGUL", "죄송하지만 영어만 이해합니다. "));

    private static final String ENGLISH_ONLY = "I understand English only, sorry. ";

    private Smalltalk() {}

    /** An answer in the traveler's language that only English is understood, when it is another one. */
    static Optional<String> foreign(Words words) {
        var script = script(words);
        if (script.isPresent()) {
            return Optional.of(REPLIES.getOrDefault(script.get().name(), "") + ENGLISH_ONLY + ABILITIES);
        }
        int english = 0;
        for (int i = 0; i < words.size(); i++) {
            english += ENGLISH.contains(words.at(i)) ? 1 : 0;
        }
        String best = null;
        int most = Math.max(1, english);
        for (var language : List.of("de", "fr", "es", "it", "pt", "nl")) {
            int count = 0;
            for (int i = 0; i < words.size(); i++) {
                count += FOREIGN.get(language).contains(words.at(i)) ? 1 : 0;
            }
            if (count > most) {
                most = count;
                best = language;
            }
        }
        return Optional.ofNullable(best).map(language -> REPLIES.get(language) + ENGLISH_ONLY + ABILITIES);
    }

    /** The script of most letters, when it is not Latin. */
    private static Optional<UnicodeScript> script(Words words) {
        int latin = 0;
        int other = 0;
        UnicodeScript seen = null;
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i).raw();
            for (int at = 0; at < word.length(); at++) {
                var script = UnicodeScript.of(word.charAt(at));
                if (script == UnicodeScript.LATIN) {
                    latin++;
                } else if (Character.isLetter(word.charAt(at))) {
                    other++;
                    boolean japanese = script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA;
                    seen = seen == null || japanese ? script : seen;
                }
            }
        }
        return other > latin ? Optional.ofNullable(seen) : Optional.empty();
    }

    /**
     * An answer to a greeting, thanks, or a question about Jetway; empty when it is neither.
     *
     * @param aside what the message is like
     */
    static Optional<String> chat(Words words, Aside aside) {
        return switch (aside) {
            case GREETING -> Optional.of(HELLO);
            case THANKS -> Optional.of(WELCOME);
            case FAREWELL -> Optional.of(GOODBYE);
            case ABOUT -> Optional.of(ABOUT);
            case YESNO -> Optional.of(NOTHING_WAITS);
            case NONE, TRIP, REFINE, OUTSIDE -> chat(words);
        };
    }

    private static Optional<String> chat(Words words) {
        if (words.count() > SHORT) {
            return Optional.empty();
        }
        if (words.has("help") || (words.has("what", "who") && words.has("you", "this"))) {
            return Optional.of(ABOUT);
        }
        if (words.has("thanks", "thank", "thx", "cheers", "great", "perfect", "ty")) {
            return Optional.of(WELCOME);
        }
        if (words.has("hello", "hi", "hey", "hiya", "morning", "afternoon", "evening", "greetings")) {
            return Optional.of(HELLO);
        }
        if (words.has("bye", "goodbye", "ciao")) {
            return Optional.of(GOODBYE);
        }
        if (words.is(0, "yes", "yep", "ok", "okay", "no", "nope", "sure")) {
            return Optional.of(NOTHING_WAITS);
        }
        return Optional.empty();
    }

    static String notUnderstood() {
        return "Sorry, I did not understand that. " + ABILITIES + "\n\n" + EXAMPLES;
    }

    static String tooLong() {
        return "That is a long message, and I found no request in its first part. "
                + "Could you tell me in a sentence or two what you need?\n\n" + EXAMPLES;
    }

    static String empty() {
        return "Your message was empty. What can I do for you?\n\n" + EXAMPLES;
    }

    /** True when it names what travelers ask for and nobody here can do. */
    static boolean beyond(Words words) {
        return words.has(
                        "restaurant",
                        "restaurants",
                        "taxi",
                        "cab",
                        "insurance",
                        "cruise",
                        "concert",
                        "tickets",
                        "ticket")
                || (words.has("car") && words.has("rent", "rental", "hire"));
    }

    static String cannot() {
        return "That is something I cannot do. " + ABILITIES;
    }

    private static Set<String> words(String list) {
        return Set.copyOf(List.of(list.split(" ")));
    }
}
