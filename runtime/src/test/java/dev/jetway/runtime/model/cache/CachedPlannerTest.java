package dev.jetway.runtime.model.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.jetway.agents.Skill;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.Planner;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.PlanningRequest;
import dev.jetway.agents.planning.PlanningRequest.PastTurn;
import dev.jetway.agents.planning.SentenceEncoder;
import dev.jetway.agents.planning.SentenceEncoders;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.runtime.coordination.AgentRegistry;
import dev.jetway.runtime.model.cache.CachedPlanner.Counts;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CachedPlannerTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final Map<String, Skill> SKILLS =
            AgentRegistry.load(Set.of()).skills();
    private static final Traveler ANNA = new Traveler("anna", "en-GB", "Europe/London", "GBP");
    private static final CacheSettings SETTINGS = new CacheSettings(true, 100, Duration.ofHours(6), 0.85);

    /** To it, everything sounds the same: what keeps messages apart is not how they sound. */
    private static final SentenceEncoder ALIKE = encoder(new float[] {1, 0});

    private static SentenceEncoder encoder(float[] vector) {
        return new SentenceEncoder() {
            @Override
            public String model() {
                return "test";
            }

            @Override
            public int dimensions() {
                return vector.length;
            }

            @Override
            public float[] encode(String sentence) {
                return vector;
            }
        };
    }

    /** Plans one task, and remembers what it was asked. */
    private static final class Model implements Planner {
        private final List<String> asked = new ArrayList<>();
        private String skill = "flights.search";
        private String maker = "";

        @Override
        public String name() {
            return "model";
        }

        @Override
        public CompletionStage<Planning> plan(PlanningRequest request) {
            asked.add(request.text());
            var task = Task.of("t1", skill, "Something", "{\"plan\":%d}".formatted(asked.size()));
            return CompletableFuture.completedFuture(new Planning.Tasks(
                    TaskGraph.of(List.of(task), Set.of(skill)),
                    List.of(),
                    new Planning.Maker(maker, 0.9, new TokenUse(700, 0, 80))));
        }
    }

    private final Model model = new Model();
    private CachedPlanner planner = planner(Optional.of(ALIKE), SETTINGS);

    private CachedPlanner planner(Optional<SentenceEncoder> encoder, CacheSettings settings) {
        return new CachedPlanner(
                model,
                "planner",
                skill -> !skill.startsWith("bookings"),
                encoder,
                settings,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Planning ask(String text) {
        return ask(text, ANNA, NOW);
    }

    private Planning ask(String text, Traveler traveler, Instant now) {
        return ask(new PlanningRequest(text, now, traveler, List.of(), SKILLS));
    }

    private Planning ask(PlanningRequest request) {
        return planner.plan(request).toCompletableFuture().join();
    }

    private static Planning.Tasks tasks(Planning planning) {
        return planning.fold(tasks -> tasks, answer -> null);
    }

    @Test
    void anEqualMessageIsServedWithTheSamePlanForNothing() {
        var first = tasks(ask("Find flights from London to Paris on 13 March"));
        var second = tasks(ask(" Find flights from  London to Paris on 13 March"));

        assertThat(model.asked).hasSize(1);
        assertThat(second.graph()).isEqualTo(first.graph());
        assertThat(first.maker().use()).isEqualTo(new TokenUse(700, 0, 80));
        assertThat(second.maker().use()).isEqualTo(TokenUse.NONE);
        assertThat(planner.counts()).isEqualTo(new Counts(1, 0, 1, 0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Find flights from London to Paris on 13 March | I would like flights to Paris from London on 13 March please
            hotels in Rome from 3 May to 6 May for 2 adults | Can you show me accommodation for 2 adults in Rome from 3 May to 6 May?
            what is the weather in Lisbon on 20 March | tell me the weather on 20 March in Lisbon
            """)
    void theSameInOtherWordsIsServedWithThePlanOfTheFirst(String first, String second) {
        ask(first);
        ask(second);

        assertThat(model.asked).containsExactly(first);
        assertThat(planner.counts().reworded()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            flights from London to Paris on 13 March | flights from London to Porto on 13 March
            flights from London to Paris on 13 March | flights from Paris to London on 13 March
            flights from London to Paris on 13 March | flights from London to Paris on 14 March
            flights from London to Paris on 13 March | flights from London to Paris on 13 March returning on 16 March
            flights from London to Paris on 13 March | one way flights from London to Paris on 13 March
            flights from London to Paris on 13 March | cheap flights from London to Paris on 13 March
            flights from London to Paris on 13 March | direct flights from London to Paris on 13 March
            flights from London to Paris on 13 March | flights from London to Paris not on 13 March
            flights from London to Paris before 13 March | flights from London to Paris after 13 March
            flights from London to Paris on 13 March in the morning | flights from London to Paris on 13 March in the evening
            business class flights from London to Paris on 13 March | economy flights from London to Paris on 13 March
            hotels in Rome from 3 May to 6 May for 2 adults | hotels in Rome from 3 May to 6 May for 3 adults
            hotels in Rome from 3 May to 6 May for 2 adults | hotels in Rome from 3 May to 6 May for 2 adults and a child
            hotels in Rome from 3 May to 6 May under 100 EUR | hotels in Rome from 3 May to 6 May under 200 EUR
            hotels in Rome from 3 May to 6 May under 100 EUR | hotels in Rome from 3 May to 6 May under 100 GBP
            3 star hotels in Rome from 3 May to 6 May | 4 star hotels in Rome from 3 May to 6 May
            hotels in Rome from 3 May to 6 May with breakfast | hotels in Rome from 3 May to 6 May without breakfast
            hotels in Rome from 3 May to 6 May | hotels near Rome from 3 May to 6 May
            hotels in Rome from 3 May to 6 May | weather in Rome from 3 May to 6 May
            cheapest hotels in Rome from 3 May to 6 May | best hotels in Rome from 3 May to 6 May
            hotels in Paris, France from 3 May to 6 May | hotels in Paris, Texas from 3 May to 6 May
            flights to Paris on 13 March and weather on 14 March | weather on 13 March and flights to Paris on 14 March
            hotel in Rome and flights to Paris on 13 March | flights to Rome and hotel in Paris on 13 March
            """)
    void whatIsNearlyTheSameIsNot(String first, String second) {
        ask(first);
        ask(second);

        assertThat(model.asked).containsExactly(first, second);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "find my flights to Paris",
                "flights to Paris for Anna Schmidt on 13 March",
                "flights to Paris for anna schmidt on 13 March",
                "hotels in Rome for me and my wife from 3 May to 6 May",
                "book a hotel in Rome from 3 May to 6 May",
                "cancel JW7K2P9Q",
                "flights to Paris, write to anna@example.com",
                "flights to Paris, call 07700 900123",
                "weather in Rome 4111111111111111",
                "the second one please",
                "same hotel again",
                "hotels in Rome for a wheelchair user",
                "is BA117 on time",
                "flights to Paris in two hours",
                "what is in https://example.com/rome",
                "hotels near the Blumenthal clinic",
                ""
            })
    void whatIsSomebodysOwnIsNeverKept(String text) {
        ask(text);
        ask(text);

        assertThat(model.asked).containsExactly(text, text);
        assertThat(planner.counts().personal()).isEqualTo(2);
    }

    @Test
    void whatIsSaidInAConversationIsNeverKept() {
        var before = new PastTurn("hotels in Rome", TaskGraph.EMPTY, "When?");
        var request =
                new PlanningRequest("flights from London to Paris on 13 March", NOW, ANNA, List.of(before), SKILLS);
        ask(request);
        ask(request);

        assertThat(model.asked).hasSize(2);
    }

    @Test
    void whatIsSaidBySomebodyWhoIsRememberedIsNeverKept() {
        var known = new Remembered(Optional.of(new Remembered.Consent(NOW, "c1")), Map.of(), List.of());
        var request =
                new PlanningRequest("flights from London to Paris on 13 March", NOW, ANNA, List.of(), SKILLS, known);
        ask(request);
        ask(request);

        assertThat(model.asked).hasSize(2);
        assertThat(planner.counts().personal()).isEqualTo(2);
    }

    /** Whoever adds to a request what a plan may depend on has to decide here whether it is in the key. */
    @Test
    void allThatAPlannerMayKnowIsThoughtOf() {
        assertThat(names(PlanningRequest.class))
                .containsExactly("text", "now", "traveler", "history", "skills", "remembered");
        assertThat(names(Traveler.class)).containsExactly("subject", "locale", "timeZone", "currency", "tenant");
    }

    private static List<String> names(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }

    @Test
    void aPlanServesOneTenantOneDayOnePlaceAndOneSetOfSkills() {
        var text = "flights from London to Paris next Friday";
        ask(text);
        ask(text, new Traveler("bert", "en-GB", "Europe/London", "GBP", "acme"), NOW);
        ask(text, new Traveler("carl", "en-US", "Europe/London", "GBP"), NOW);
        ask(text, new Traveler("dora", "en-GB", "America/New_York", "GBP"), NOW);
        ask(text, new Traveler("emil", "en-GB", "Europe/London", "EUR"), NOW);
        ask(text, ANNA, NOW.plus(Duration.ofHours(15)));
        ask(new PlanningRequest(text, NOW, ANNA, List.of(), Map.of("flights.search", SKILLS.get("flights.search"))));
        assertThat(model.asked).hasSize(7);

        ask(text, new Traveler("frida", "en-GB", "Europe/London", "GBP"), NOW.plusSeconds(60));
        assertThat(model.asked).as("of another traveler like the first").hasSize(7);
    }

    @Test
    void aPlanThatSomebodyElseMadeOrThatChangesSomethingIsNotKept() {
        model.maker = "embedded";
        ask("flights from London to Paris on 13 March");
        ask("flights from London to Paris on 13 March");
        model.maker = "";
        model.skill = "bookings.list";
        ask("flights from London to Rome on 13 March");
        ask("flights from London to Rome on 13 March");

        assertThat(model.asked).hasSize(4);
    }

    @Test
    void sentencesThatSoundDifferentAreAskedEach() {
        planner = planner(
                Optional.of(new SentenceEncoder() {
                    @Override
                    public String model() {
                        return "test";
                    }

                    @Override
                    public int dimensions() {
                        return 2;
                    }

                    @Override
                    public float[] encode(String sentence) {
                        return sentence.startsWith("I") ? new float[] {1, 0} : new float[] {0.8f, 0.6f};
                    }
                }),
                SETTINGS);
        ask("Find flights from London to Paris on 13 March");
        ask("I would like flights to Paris from London on 13 March please");

        assertThat(model.asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Find flights from London to Paris on 13 March | I would like flights to Paris from London on 13 March please
            hotels in Rome from 3 May to 6 May for 2 adults | Can you show me accommodation for 2 adults in Rome from 3 May to 6 May?
            what is the weather in Lisbon on 20 March | tell me the weather on 20 March in Lisbon
            hotels in Rome from 3 May to 6 May | Hi, could you please look for a place to stay in Rome from 3 May to 6 May?
            """)
    void honestRewordingsAreNearEnoughToTheEncoderWeShip(String first, String second) {
        var shipped = SentenceEncoders.shared();
        assertThat(shipped).isPresent();
        planner = planner(shipped, CacheSettings.from(ConfigFactory.load().getConfig("jetway")));
        ask(first);
        ask(second);

        assertThat(model.asked).containsExactly(first);
    }

    /** Why it takes more than a threshold. */
    @Test
    void toTheEncoderThereAndBackAreNearerThanRewordings() {
        var there = "flights from London to Paris on 13 March";

        assertThat(near(there, "flights from Paris to London on 13 March"))
                .isGreaterThan(near(there, "I would like flights to Paris from London on 13 March please"));
        assertThat(near("flights to Paris before 13 March", "flights to Paris after 13 March"))
                .isGreaterThan(0.9);
    }

    private static double near(String one, String other) {
        var encoder = SentenceEncoders.shared().orElseThrow();
        var vector = encoder.encode(one);
        var second = encoder.encode(other);
        double product = 0;
        for (int i = 0; i < vector.length; i++) {
            product += vector[i] * second[i];
        }
        return product;
    }

    @Test
    void withoutAnEncoderOnlyEqualMessagesAreServed() {
        planner = planner(Optional.empty(), SETTINGS);
        ask("Find flights from London to Paris on 13 March");
        ask("I would like flights to Paris from London on 13 March please");
        ask("Find flights from London to Paris on 13 March");

        assertThat(model.asked).hasSize(2);
    }

    @Test
    void nothingIsKeptForever() {
        var clock = new Clock() {
            private Instant now = NOW;

            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        planner = new CachedPlanner(model, "planner", skill -> true, Optional.empty(), SETTINGS, clock);
        ask("flights from London to Paris on 13 March");
        clock.now = NOW.plus(Duration.ofHours(6));
        ask("flights from London to Paris on 13 March");

        assertThat(model.asked).hasSize(2);
    }
}
