package dev.jetway.runtime.described;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The words of which paths consist are the same in the node's source and in the OpenAPI documents. Which answers there
 * are, is checked where requests are made; see {@link CheckedRoutes}.
 */
class RoutesTest {

    /** Calls that take the words of a path and nothing else; some are methods of our own. */
    private static final Pattern MATCHERS =
            Pattern.compile("(.*\\.)?(segment|slash|segmentPath|separateOnSlashes|agent)");

    /** Calls that take a word and what is below it; trees of JSON have one of the same name, for a field alone. */
    private static final Pattern DIRECTIVES = Pattern.compile("path|pathPrefix|rawPathPrefix|pathSuffix|wish");

    /** The page's own files, which are part of no interface. */
    private static final Set<String> OF_THE_PAGE = Set.of("ChatPage.java");

    @Test
    void everyWordOfAPathIsDescribedAndNoOther() {
        assertThat(inSource()).isEqualTo(described());
    }

    private static Set<String> described() {
        var words = new TreeSet<String>();
        Stream.of(OpenApi.GATEWAY, OpenApi.OPERATIONS)
                .flatMap(it -> it.paths().stream())
                .flatMap(path -> Stream.of(path.split("/")))
                .filter(word -> !word.isEmpty() && !word.startsWith("{"))
                .filter(word -> !word.endsWith(".json")) // named by their files
                .forEach(words::add);
        return words;
    }

    private static Set<String> inSource() {
        var words = new TreeSet<String>();
        for (var call : Sources.calls("gateway", "operations")) {
            boolean takesWords = MATCHERS.matcher(call.name()).matches()
                    || DIRECTIVES.matcher(call.name()).matches() && call.endsInFunction();
            if (takesWords && !OF_THE_PAGE.contains(call.file())) {
                for (int i = 0; i < call.arguments().size(); i++) {
                    call.text(i)
                            .ifPresent(text -> Stream.of(text.split("/"))
                                    .filter(it -> it.matches("[a-z0-9.-]+"))
                                    .forEach(words::add));
                }
            }
        }
        return words;
    }
}
