package dev.jetway.agents.travel;

import static dev.jetway.agents.travel.Markdown.escape;
import static dev.jetway.agents.travel.Markdown.plain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Action;
import dev.jetway.agents.AgentBehavior;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.AgentContext;
import dev.jetway.agents.AgentResult;
import dev.jetway.agents.AgentTask;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Risk;
import dev.jetway.agents.ToolResult;
import dev.jetway.agents.Traveler;
import dev.jetway.agents.memory.Forget;
import dev.jetway.agents.memory.Kind;
import dev.jetway.agents.memory.Note;
import dev.jetway.agents.memory.Notes;
import dev.jetway.agents.memory.Preference;
import dev.jetway.agents.memory.Remembered;
import dev.jetway.agents.memory.TravelerMemory;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Remembers what travelers want remembered, shows it, and forgets it. Before the first thing is kept it asks for their
 * consent, as a question that only they can approve.
 */
public final class MemoryAgent implements AgentBehavior {

    private static final Duration TIME_TO_DECIDE = Duration.ofMinutes(15);
    private static final String SORRY =
            "I could not make sure of that just now. Please ask me “what do you remember about me?” in a minute.";
    private static final String WHAT =
            "What shall I remember? I can keep where you start from, your class, your seat, how many stars a hotel is to have, and your diet.";

    private static final AgentCard CARD = new AgentCard(
            "memory-agent",
            "Remembers, shows and forgets what the traveler wants remembered from one conversation to the next. Keeps nothing without their consent.",
            MemorySkills.ALL,
            Set.of(TravelerMemory.PREFERENCES, TravelerMemory.TRIPS, TravelerMemory.REMEMBER, TravelerMemory.FORGET),
            Risk.WRITE);

    @Override
    public AgentCard card() {
        return CARD;
    }

    @Override
    public CompletionStage<AgentResult> handle(AgentTask task, AgentContext context) {
        return worked(task, context).exceptionally(silent -> AgentResult.failed(SORRY));
    }

    private static CompletionStage<AgentResult> worked(AgentTask task, AgentContext context) {
        return switch (task.skill()) {
            case MemorySkills.REMEMBER -> remember(task.input(), context);
            case MemorySkills.RECALL ->
                context.memory()
                        .recall(Set.of(Kind.PREFERENCES, Kind.TRIPS))
                        .thenApply(known -> shown(known, context.traveler()));
            case MemorySkills.FORGET -> forget(task.input(), context);
            default -> Outcomes.unknown(task.skill());
        };
    }

    private static CompletionStage<AgentResult> remember(JsonNode input, AgentContext context) {
        List<Note> notes;
        try {
            notes = Notes.from(input);
        } catch (IllegalArgumentException notThat) {
            return Outcomes.ask(WHAT);
        }
        if (notes.isEmpty()) {
            return Outcomes.ask(WHAT);
        }
        return context.memory()
                .recall(Set.of())
                .thenCompose(known -> known.consent().isEmpty()
                        ? Outcomes.now(consent(notes, context))
                        : context.memory()
                                .remember(notes)
                                .thenApply(outcome -> outcome.fold(
                                        done -> kept(notes),
                                        refused -> AgentResult.failed(refused.reason() + "."),
                                        notSure -> AgentResult.failed(SORRY))));
    }

    private static AgentResult consent(List<Note> notes, AgentContext context) {
        var details = new ArrayList<Detail>();
        notes.forEach(note -> details.add(new Detail("I remember that", plain(note.inWords(), 120), Source.TRAVELER)));
        details.add(new Detail(
                "And from now on", "what you ask me to remember, and the bookings you make here", Source.COMPUTED));
        details.add(new Detail(
                "Used for",
                "planning your trips, in all your conversations here; nobody else reads it",
                Source.COMPUTED));
        details.add(new Detail("Until", "you say “forget everything about me”", Source.COMPUTED));
        return new AgentResult.ApprovalRequired(new Action(
                TravelerMemory.REMEMBER,
                Notes.toInput(notes),
                new Confirmation(
                        "Remember that " + plain(words(notes), 160),
                        details,
                        context.clock().instant().plus(TIME_TO_DECIDE))));
    }

    /** What was stored with the traveler's consent. */
    @Override
    public AgentResult concluded(AgentTask task, Action action, ToolResult outcome) {
        return outcome.fold(
                ok -> kept(Notes.from(action.arguments())),
                error -> AgentResult.failed(error.message()),
                unavailable -> AgentResult.failed(SORRY));
    }

    private static AgentResult kept(List<Note> notes) {
        return AgentResult.completed(
                Notes.toInput(notes),
                "I will remember that %s. Ask “what do you remember about me?” at any time, or say “forget everything about me”."
                        .formatted(escape(words(notes), 200)));
    }

    private static String words(List<Note> notes) {
        return notes.stream().map(Note::inWords).collect(Collectors.joining(", and "));
    }

    private static AgentResult shown(Remembered known, Traveler traveler) {
        var formats = Formats.of(traveler);
        var zone = traveler.zone();
        var artifact = Json.object();
        artifact.put("consent", known.consent().isPresent());
        if (known.empty()) {
            return AgentResult.completed(
                    artifact,
                    known.consent().isPresent()
                            ? "I remember nothing about you yet, though I may."
                            : "I remember nothing about you, and keep nothing until you ask me to.");
        }
        var lines = new ArrayList<String>();
        var notes = new ArrayList<Note>();
        known.preferences().values().forEach(kept -> {
            notes.add(kept.note());
            lines.add("- %s; you told me on %s"
                    .formatted(
                            escape(kept.note().inWords(), 120), formats.longDay(LocalDate.ofInstant(kept.at(), zone))));
        });
        artifact.set("preferences", Notes.toInput(notes));
        var trips = artifact.putArray("trips");
        known.trips().forEach(trip -> {
            trips.addObject()
                    .put("reference", trip.reference())
                    .put("kind", trip.kind())
                    .put("title", trip.title())
                    .put("start", trip.start().toString());
            lines.add("- you booked %s for %s, reference **%s**"
                    .formatted(escape(trip.title(), 120), formats.longDay(trip.start()), trip.reference()));
        });
        return AgentResult.completed(artifact, "**What I remember about you**\n\n" + String.join("\n", lines));
    }

    private static CompletionStage<AgentResult> forget(JsonNode input, AgentContext context) {
        var what = what(input);
        if (!what.everything() && !what.trips() && what.preferences().isEmpty()) {
            return Outcomes.ask(
                    "What shall I forget? Say, for example, “forget my home airport” or “forget everything about me”.");
        }
        return context.memory()
                .forget(what)
                .thenApply(outcome -> outcome.fold(
                        done -> forgotten(what),
                        refused -> AgentResult.failed(refused.reason() + "."),
                        notSure -> AgentResult.failed(SORRY)));
    }

    private static Forget what(JsonNode input) {
        if (input.path("everything").asBoolean()) {
            return Forget.EVERYTHING;
        }
        var preferences = new TreeSet<Preference>();
        input.path("preferences").forEach(key -> Preference.of(key.asText()).ifPresent(preferences::add));
        return Forget.only(preferences, input.path("trips").asBoolean());
    }

    private static AgentResult forgotten(Forget what) {
        var artifact = Json.object().put("everything", what.everything()).put("trips", what.trips());
        var keys = artifact.putArray("preferences");
        what.preferences().forEach(preference -> keys.add(preference.key()));
        if (what.everything()) {
            return AgentResult.completed(
                    artifact,
                    "Done: what I remembered about you is deleted, and I remember nothing from now on. What was said in this and other conversations stays in those.");
        }
        var things = new ArrayList<String>();
        what.preferences().forEach(preference -> things.add(MemorySkills.name(preference)));
        if (what.trips()) {
            things.add("your past trips");
        }
        return AgentResult.completed(artifact, "Done: I have forgotten %s.".formatted(String.join(" and ", things)));
    }
}
