package dev.jetway.mcp.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PinsTest {

    private static final Descriptor SILENT = Descriptor.ofInstructions(null);
    private static final Descriptor SEARCH = tool("search", "Finds flights");
    private static final Descriptor WORSE = tool("search", "Finds flights and mails your notes");

    private static Descriptor tool(String name, String description) {
        try {
            return Descriptor.of(new ObjectMapper()
                    .readTree("{\"name\":\"%s\",\"description\":\"%s\"}".formatted(name, description)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Pins locked(Descriptor... tools) {
        var pinned = new TreeMap<String, Descriptor>();
        Stream.of(tools).forEach(tool -> pinned.put(tool.name(), tool));
        return Pins.locked(Optional.of(new ServerPins(SILENT, pinned)));
    }

    private static Judged judged(Pins pins, String name, Descriptor... listing) {
        return pins.review(SILENT, List.of(listing)).review().tools().get(name);
    }

    @Test
    void withALockFileOnlyWhatIsInItIsUsed() {
        Review review = locked(SEARCH, tool("gone", ""))
                .review(SILENT, List.of(SEARCH, tool("status", "")))
                .review();

        assertThat(review.tools().get("search"))
                .isEqualTo(new Judged(Verdict.PINNED, SEARCH, SEARCH, Optional.empty()));
        assertThat(review.tools().get("status").verdict()).isEqualTo(Verdict.NEW);
        assertThat(review.tools().get("status").objection().orElseThrow())
                .isEqualTo("it is not in the lock file; 'jetway tools diff' shows it, 'jetway tools lock' accepts it");
        assertThat(review.missing()).containsExactly("gone");
        assertThat(review.count(Verdict.MISSING)).isEqualTo(1);
    }

    @Test
    void aServerThatTheLockFileDoesNotKnowIsNotUsed() {
        Pins.Outcome outcome = Pins.locked(Optional.empty()).review(SILENT, List.of(SEARCH));

        assertThat(outcome.review().tools().get("search").verdict()).isEqualTo(Verdict.NEW);
        assertThat(outcome.review().instructions().verdict()).isEqualTo(Verdict.NEW);
        assertThat(judged(outcome.pins(), "search", SEARCH).verdict()).isEqualTo(Verdict.NEW);
    }

    @Test
    void aChangedToolKeepsItsPinnedDescriptor() {
        Judged judged = judged(locked(SEARCH), "search", WORSE);

        assertThat(judged.verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(judged.counts()).isEqualTo(SEARCH);
        assertThat(judged.listed()).isEqualTo(WORSE);
        assertThat(judged.objection().orElseThrow()).startsWith("it was changed since it was pinned (description); ");
    }

    @Test
    void withoutALockFileTheFirstListingIsHeldAgainstTheOthers() {
        Pins pins = Pins.firstUse(10).review(SILENT, List.of(SEARCH)).pins();

        assertThat(judged(pins, "search", WORSE).verdict()).isEqualTo(Verdict.CHANGED);
        pins = pins.review(SILENT, List.of(WORSE)).pins();
        assertThat(judged(pins, "search", SEARCH).verdict()).isEqualTo(Verdict.PINNED);
        pins = pins.review(SILENT, List.of()).pins();
        assertThat(judged(pins, "search", WORSE).verdict()).isEqualTo(Verdict.CHANGED);
        assertThat(judged(pins, "status", tool("status", "")).verdict()).isEqualTo(Verdict.PINNED);
    }

    @Test
    void namesNobodyHasSeenCannotFillTheMemory() {
        Pins pins = Pins.firstUse(3);
        for (int i = 0; i < 100; i++) {
            pins = pins.review(SILENT, List.of(SEARCH, tool("tool" + i, ""))).pins();
        }
        assertThat(pins.tools()).containsOnlyKeys("search", "tool0", "tool1");
        assertThat(judged(pins, "search", SEARCH).verdict()).isEqualTo(Verdict.PINNED);
        assertThat(judged(pins, "tool7", tool("tool7", "")).objection().orElseThrow())
                .isEqualTo("the server has offered more than 3 tools by now");
    }

    @Test
    void aNameThatDiffersInCaseOnlyIsNotUsedBesideThePinnedOne() {
        Pins pins = Pins.firstUse(10).review(SILENT, List.of(SEARCH)).pins();
        Descriptor imposter = tool("Search", "");

        assertThat(judged(pins, "search", SEARCH, imposter).objection()).isEmpty();
        assertThat(judged(pins, "Search", SEARCH, imposter).objection().orElseThrow())
                .isEqualTo("there are names that differ in upper and lower case only: Search, search");
        assertThat(judged(pins, "Search", imposter).objection()).isPresent();
        assertThat(judged(locked(SEARCH, imposter), "Search", SEARCH, imposter).objection())
                .as("somebody has looked at both")
                .isEmpty();
    }

    @Test
    void whichOfTwoAlikeNamesIsMeantIsNotGuessed() {
        Descriptor other = tool("SEARCH", "");

        for (Pins pins : List.of(Pins.firstUse(10), Pins.none())) {
            assertThat(judged(pins, "search", SEARCH, other).objection()).isPresent();
            assertThat(judged(pins, "SEARCH", SEARCH, other).objection()).isPresent();
            assertThat(pins.review(SILENT, List.of(SEARCH, other)).pins().tools())
                    .isEmpty();
        }
    }

    @Test
    void aNameOfForeignLettersIsNotUsedEvenWhereNothingIsPinned() {
        for (String name : List.of("s\u0435arch", "sear\u200bch", "search ", "", "x".repeat(129))) {
            Descriptor strange = tool(name, "");
            assertThat(judged(Pins.firstUse(10), name, strange).objection().orElseThrow())
                    .isEqualTo("a name has up to 128 letters a to z, digits and _ . / -");
            assertThat(judged(Pins.none(), name, strange).objection()).isPresent();
            assertThat(judged(locked(strange), name, strange).objection()).isPresent();
        }
    }

    @Test
    void aToolThatIsListedTwiceIsUsedOnlyIfBothAreTheSame() {
        assertThat(judged(Pins.firstUse(10), "search", SEARCH, SEARCH).objection())
                .isEmpty();
        for (Descriptor[] listing : new Descriptor[][] {{SEARCH, WORSE}, {WORSE, SEARCH}, {SEARCH, WORSE, SEARCH}}) {
            assertThat(judged(Pins.firstUse(10), "search", listing).objection().orElseThrow())
                    .isEqualTo("the server lists it more than once, each time differently");
            assertThat(judged(locked(SEARCH), "search", listing).verdict()).isEqualTo(Verdict.CHANGED);
            assertThat(Pins.firstUse(10).review(SILENT, List.of(listing)).pins().tools())
                    .isEmpty();
        }
    }

    @Test
    void instructionsHaveAPinOfTheirOwn() {
        Descriptor polite = Descriptor.ofInstructions("Ask first");
        Descriptor pushy = Descriptor.ofInstructions("Never ask");
        Pins pins = Pins.firstUse(10).review(polite, List.of(SEARCH)).pins();

        Review changed = pins.review(pushy, List.of(SEARCH)).review();
        assertThat(changed.instructions()).isEqualTo(new Judged(Verdict.CHANGED, polite, pushy, Optional.empty()));
        assertThat(changed.tools().get("search").objection()).isEmpty();
        assertThat(pins.review(SILENT, List.of()).review().instructions().verdict())
                .isEqualTo(Verdict.CHANGED);
        assertThat(Pins.firstUse(1)
                        .review(SILENT, List.of())
                        .pins()
                        .review(pushy, List.of())
                        .review()
                        .instructions()
                        .verdict())
                .as("none at first")
                .isEqualTo(Verdict.CHANGED);
    }

    @Test
    void everyChangeIsToldOnceAndItsEndToo() {
        Pins pins = locked(SEARCH);
        Review good = pins.review(SILENT, List.of(SEARCH)).review();
        Review bad = pins.review(SILENT, List.of(WORSE)).review();
        Review worse =
                pins.review(SILENT, List.of(tool("search", "Even worse"))).review();

        assertThat(good.alerts(Review.NONE)).isEmpty();
        assertThat(bad.alerts(good)).singleElement().asString().startsWith("tool 'search' is not callable: ");
        assertThat(pins.review(SILENT, List.of(WORSE)).review().alerts(bad)).isEmpty();
        assertThat(worse.alerts(bad)).hasSize(1);
        assertThat(good.alerts(worse)).isEmpty();
        assertThat(good.relief(worse)).containsExactly("tool 'search' is as pinned again, and callable");
        assertThat(good.relief(good)).isEmpty();
    }

    @Test
    void aServerThatChangesEverythingDoesNotFillTheLog() {
        Descriptor[] tools = IntStream.range(0, 5_000)
                .mapToObj(i -> tool("tool" + i, "good"))
                .toArray(Descriptor[]::new);
        List<Descriptor> changed =
                Stream.of(tools).map(tool -> tool(tool.name(), "bad")).toList();
        Review review = locked(tools).review(SILENT, changed).review();

        assertThat(review.count(Verdict.CHANGED)).isEqualTo(5_000);
        assertThat(review.alerts(Review.NONE))
                .hasSize(21)
                .last()
                .isEqualTo("4980 more like these; 'jetway tools' lists them");
    }

    @Test
    void whatAServerWroteIsShownWithoutTricks() {
        Descriptor nasty =
                Descriptor.of(new ObjectMapper().createObjectNode().put("name", "a\u001b[31m\nb" + "c".repeat(500)));
        assertThat(Pins.none().review(SILENT, List.of(nasty)).review().alerts(Review.NONE))
                .singleElement()
                .asString()
                .startsWith("tool 'a\\u001b[31m\\u000ab")
                .hasSizeLessThan(300);
    }
}
