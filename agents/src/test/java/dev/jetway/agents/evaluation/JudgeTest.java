package dev.jetway.agents.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jetway.agents.Skill;
import dev.jetway.agents.evaluation.LabeledRequest.Expected;
import dev.jetway.agents.evaluation.LabeledRequest.Outcome;
import dev.jetway.agents.evaluation.Verdict.Got;
import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.planning.Planning;
import dev.jetway.agents.planning.Planning.Answer.Kind;
import dev.jetway.agents.planning.Planning.Maker;
import dev.jetway.agents.planning.Slots;
import dev.jetway.agents.task.Task;
import dev.jetway.agents.task.TaskGraph;
import dev.jetway.agents.testing.TestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {

    private static final Map<String, Skill> SKILLS = Map.of(
            "flights.search", skill("flights.search", """
                    {"properties": {"origin": {"x-jetway-slot": "place.from.iata"},
                      "originCity": {"x-jetway-slot": "place.from"}, "date": {"x-jetway-slot": "date.start"},
                      "adults": {"x-jetway-slot": "party.adults"}, "children": {"x-jetway-slot": "party.children"},
                      "currency": {"x-jetway-slot": "currency"}}}
                    """),
            "hotels.search", skill("hotels.search", """
                    {"properties": {"city": {"x-jetway-slot": "place"}, "country": {"x-jetway-slot": "place.country"},
                      "minStars": {"x-jetway-slot": "stars"}}}
                    """));

    private final Judge judge = new Judge(SKILLS);

    @Test
    void theSameSkillsWithTheSameInputsAreTheExactPlan() {
        var verdict = judged(
                List.of(expected("flights.search", "{'origin': 'LON', 'adults': 2}"), expected("hotels.search", "{}")),
                "hotels.search {}",
                "flights.search {'origin': 'LON', 'adults': 2.0}");

        assertThat(verdict.tools()).isTrue();
        assertThat(verdict.plan()).isTrue();
        assertThat(verdict.slots()).isEqualTo(new SlotCount(2, 0, 0));
        assertThat(verdict.confidence()).isEqualTo(0.7);
    }

    @Test
    void aWrongValueIsBothWrongAndMissed() {
        var verdict = judged(
                List.of(expected("flights.search", "{'origin': 'LON', 'date': '2026-03-13'}")),
                "flights.search {'origin': 'PAR', 'date': '2026-03-13'}");

        assertThat(verdict.tools()).isTrue();
        assertThat(verdict.plan()).isFalse();
        assertThat(verdict.slots()).isEqualTo(new SlotCount(1, 1, 1));
    }

    @Test
    void whatFollowsFromTheRestMayBeAddedAndAnythingElseMayNot() {
        var expected = List.of(expected("flights.search", "{'origin': 'LON'}"));

        assertThat(judged(
                                expected,
                                "flights.search {'origin': 'LON', 'originCity': 'London', 'currency': 'GBP',"
                                        + " 'adults': 1, 'children': 0, 'later': {'$artifact': 'hotels', 'at': ''}}")
                        .plan())
                .isTrue();
        var more = judged(expected, "flights.search {'origin': 'LON', 'adults': 2}");
        assertThat(more.plan()).isFalse();
        assertThat(more.slots()).isEqualTo(new SlotCount(1, 1, 0));
    }

    @Test
    void aCityWithoutACodeBesideItIsJudged() {
        var hotels = List.of(expected("hotels.search", "{'minStars': 3}"));

        assertThat(judged(hotels, "hotels.search {'minStars': 3, 'country': 'GB'}")
                        .plan())
                .isTrue();
        assertThat(judged(hotels, "hotels.search {'minStars': 3, 'city': 'London'}")
                        .plan())
                .isFalse();
    }

    @Test
    void whatIsExpectedIsJudgedEvenWhereItMightHaveBeenLeftOut() {
        assertThat(judged(
                                List.of(expected("flights.search", "{'currency': 'EUR'}")),
                                "flights.search {'currency': 'GBP'}")
                        .plan())
                .isFalse();
    }

    @Test
    void twoTasksOfOneSkillAreEachComparedWithTheirOwn() {
        var verdict = judged(
                List.of(expected("hotels.search", "{'city': 'Rome'}"), expected("hotels.search", "{'city': 'Bari'}")),
                "hotels.search {'city': 'Bari'}",
                "hotels.search {'city': 'Rome'}");

        assertThat(verdict.plan()).isTrue();
        assertThat(judged(
                                List.of(expected("hotels.search", "{'city': 'Rome'}")),
                                "hotels.search {'city': 'Rome'}",
                                "hotels.search {'city': 'Bari'}")
                        .tools())
                .isFalse();
    }

    @Test
    void aTaskTooFewAndOneTooManyCountWithAllTheirValues() {
        var verdict = judged(
                List.of(expected("flights.search", "{'origin': 'LON', 'date': '2026-03-13'}")),
                "hotels.search {'city': 'London', 'minStars': 3, 'country': 'GB'}");

        assertThat(verdict.tools()).isFalse();
        assertThat(verdict.slots()).isEqualTo(new SlotCount(0, 2, 2));
    }

    @Test
    void whatShouldBeOptionalAndIsNotIsNoExactPlan() {
        var optional = new Expected("hotels.search", json("{}"), json("{}"), true);

        var verdict = judged(List.of(optional), "hotels.search {}");

        assertThat(verdict.tools()).isTrue();
        assertThat(verdict.plan()).isFalse();
    }

    @Test
    void aQuestionIsRightWhenItAsksForTheRightThings() {
        var request = request(Outcome.ASK, List.of(), Set.of(Slots.PLACE_FROM_IATA, Slots.PLACE));

        var same = judge.judge(request, question(Slots.PLACE_FROM, Slots.PLACE_TO_IATA), 1);
        assertThat(same.asks()).isTrue();
        assertThat(same.right()).isTrue();
        var less = judge.judge(request, question(Slots.PLACE_FROM), 1);
        assertThat(less.asks()).isFalse();
        assertThat(less.right()).isTrue();
    }

    @Test
    void anyQuestionWillDoWhereNothingIsSaidOfIt() {
        var verdict = judge.judge(request(Outcome.ASK, List.of(), Set.of()), question(Slots.DATE_START), 1);

        assertThat(verdict.asks()).isTrue();
    }

    @Test
    void aQuestionInPlaceOfAPlanMissesItsValues() {
        var request =
                request(Outcome.PLAN, List.of(expected("flights.search", "{'origin': 'LON', 'adults': 2}")), Set.of());

        var verdict = judge.judge(request, question(), 1);

        assertThat(verdict.tools()).isFalse();
        assertThat(verdict.asks()).isFalse();
        assertThat(verdict.slots()).isEqualTo(new SlotCount(0, 0, 2));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatNobodyCanDoIsRightlyTurnedAwayAndNotAskedAbout(Kind kind) {
        var verdict = judge.judge(request(Outcome.OUT_OF_SCOPE, List.of(), Set.of()), answer(kind), 1);

        assertThat(verdict.right()).isEqualTo(kind == Kind.OUT_OF_SCOPE || kind == Kind.NOT_UNDERSTOOD);
    }

    @Test
    void aPlannerThatBreaksIsWrong() {
        var verdict = judge.failed(
                request(Outcome.PLAN, List.of(expected("hotels.search", "{'city': 'Rome'}")), Set.of()),
                new IllegalStateException("out of words"),
                1);

        assertThat(verdict.got()).isEqualTo(Got.FAILED);
        assertThat(verdict.right()).isFalse();
        assertThat(verdict.slots()).isEqualTo(new SlotCount(0, 0, 1));
        assertThat(verdict.shown()).contains("out of words");
    }

    @Test
    void figuresAreCountedOverTheRequestsTheyAreAbout() {
        var one = List.of(expected("hotels.search", "{'city': 'Rome'}"));
        var two =
                List.of(expected("hotels.search", "{'city': 'Rome'}"), expected("flights.search", "{'origin': 'LON'}"));
        var scores = Scores.of(List.of(
                judged(one, "hotels.search {'city': 'Rome'}"),
                judged(one, "hotels.search {'city': 'Bari'}"),
                judged(two, "hotels.search {'city': 'Rome'}"),
                judge.judge(request(Outcome.PLAN, one, Set.of()), answer(Kind.NOT_UNDERSTOOD), 1),
                judge.judge(request(Outcome.ASK, List.of(), Set.of(Slots.PLACE)), question(Slots.DATE_START), 1),
                judge.judge(request(Outcome.CHAT, List.of(), Set.of()), answer(Kind.CHAT), 1),
                judge.judge(request(Outcome.OUT_OF_SCOPE, List.of(), Set.of()), answer(Kind.OUT_OF_SCOPE), 1),
                judge.judge(request(Outcome.OUT_OF_SCOPE, List.of(), Set.of()), question(), 1)));

        assertThat(scores.requests()).isEqualTo(8);
        assertThat(scores.right()).isEqualTo(new Ratio(5, 8));
        assertThat(scores.tools()).isEqualTo(new Ratio(2, 4));
        assertThat(scores.plan()).isEqualTo(new Ratio(1, 4));
        assertThat(scores.several()).isEqualTo(new Ratio(0, 1));
        assertThat(scores.asked()).isEqualTo(new Ratio(1, 1));
        assertThat(scores.asks()).isEqualTo(new Ratio(0, 1));
        assertThat(scores.chat()).isEqualTo(new Ratio(1, 1));
        assertThat(scores.outOfScope()).isEqualTo(new Ratio(1, 2));
        assertThat(scores.falseAlarms()).isEqualTo(new Ratio(1, 5));
        assertThat(scores.slots()).isEqualTo(new SlotCount(2, 1, 3));
        assertThat(scores.slots().precision()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(scores.slots().recall()).isCloseTo(0.4, within(1e-9));
        assertThat(scores.slots().f1()).isCloseTo(0.5, within(1e-9));
    }

    private Verdict judged(List<Expected> expected, String... planned) {
        var tasks = new ArrayList<Task>();
        for (var plan : planned) {
            var parts = plan.split(" ", 2);
            tasks.add(
                    Task.of("task-" + tasks.size(), parts[0], "", json(parts[1]).toString()));
        }
        // References are left out of account, so that a plan may hold them here without what they refer to.
        var byId = new TreeMap<String, Task>();
        tasks.forEach(task -> byId.put(task.id(), task));
        var graph = new TaskGraph(byId);
        return judge.judge(
                request(Outcome.PLAN, expected, Set.of()),
                new Planning.Tasks(graph, List.of(), new Maker("", 0.7, TokenUse.NONE)),
                1);
    }

    private static Planning question(String... slots) {
        return new Planning.Answer("Which?", Kind.QUESTION, new Maker("", 1, TokenUse.NONE), Set.of(slots));
    }

    private static Planning answer(Kind kind) {
        return new Planning.Answer("Well.", kind, new Maker("", 1, TokenUse.NONE));
    }

    private static LabeledRequest request(Outcome outcome, List<Expected> tasks, Set<String> asks) {
        return new LabeledRequest(
                "own-1",
                "a.jsonl:1",
                TestContext.NOW,
                TestContext.TRAVELER,
                "…",
                List.of(),
                outcome,
                tasks,
                asks,
                Set.of());
    }

    private static Expected expected(String skill, String input) {
        return new Expected(skill, json(input), json("{}"), false);
    }

    private static Skill skill(String id, String schema) {
        return new Skill(id, "", json(schema));
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
