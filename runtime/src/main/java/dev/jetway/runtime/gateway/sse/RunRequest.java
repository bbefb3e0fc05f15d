package dev.jetway.runtime.gateway.sse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jetway.agents.Traveler;
import dev.jetway.runtime.conversation.Confirmation;
import dev.jetway.runtime.conversation.ConversationId;
import dev.jetway.runtime.gateway.BadFrameException;
import dev.jetway.runtime.gateway.Fields;
import dev.jetway.runtime.gateway.agui.RunInput;
import dev.jetway.runtime.gateway.agui.RunInputs;
import dev.jetway.runtime.gateway.identity.AcknowledgementLevel;
import dev.jetway.runtime.gateway.identity.ClientProfile;
import dev.jetway.runtime.gateway.identity.Identity;
import dev.jetway.runtime.gateway.identity.Tenants;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a client asks of a stream: a run, which it may bring or only come back to, or whatever a conversation is at.
 *
 * @param runId empty for the run that is open, or else asks, or else was the last
 * @param held ids of the messages the client says it has
 * @param say what is said when there is no such run yet
 * @param answers what is answered then
 */
public record RunRequest(
        Identity identity,
        Traveler traveler,
        ConversationId conversation,
        Optional<String> runId,
        Dialect dialect,
        Set<String> held,
        Optional<RunInput.Say> say,
        Optional<RunInput.Resume> answers) {

    private static final String BODY = "input";

    /**
     * A run.
     *
     * @param input an AG-UI {@code RunAgentInput}
     * @throws BadFrameException naming the field that is wrong
     */
    public static RunRequest run(Identity identity, JsonNode input) throws BadFrameException {
        var fields = Fields.of(BODY, input);
        var runId = fields.name("runId");
        var answers = RunInputs.answers(fields);
        var say = RunInputs.says(fields) ? Optional.of(RunInputs.say(fields)) : Optional.<RunInput.Say>empty();
        return read(identity, fields, Optional.of(runId), say, answers);
    }

    /**
     * What a conversation is at, with its history.
     *
     * @param input an AG-UI {@code RunAgentInput}, of which only the thread counts
     * @throws BadFrameException naming the field that is wrong
     */
    public static RunRequest connect(Identity identity, JsonNode input) throws BadFrameException {
        return read(identity, Fields.of(BODY, input), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static RunRequest read(
            Identity identity,
            Fields input,
            Optional<String> runId,
            Optional<RunInput.Say> say,
            Optional<RunInput.Resume> answers)
            throws BadFrameException {
        return new RunRequest(
                identity,
                identity.traveler(profile(input)),
                new ConversationId(identity.subject(), input.name("threadId"), identity.placement()),
                runId,
                Dialect.of(input.text("protocolVersion")),
                held(input),
                say,
                answers);
    }

    String thread() {
        return conversation.thread();
    }

    /** Everything it answers, it answers with no. */
    boolean declines() {
        return answers.isPresent() && !answers.get().approvals().containsValue(true);
    }

    private Optional<RunInput> brings() {
        return answers.<RunInput>map(it -> it).or(() -> say);
    }

    boolean hasToBeEverywhere(Tenants tenants) {
        return brings().map(input -> tenants.acknowledgement(identity, input.acknowledgement()))
                .filter(AcknowledgementLevel.ALL_REGIONS::equals)
                .isPresent();
    }

    /**
     * What the other regions are asked for.
     *
     * @param accepted what of it the conversation has taken, if it did so just now
     */
    Confirmation confirmation(Optional<RunInput> accepted) {
        return accepted.or(this::brings).orElseThrow().confirmation(conversation);
    }

    private static Set<String> held(Fields input) throws BadFrameException {
        var held = new HashSet<String>();
        for (var message : input.array("messages")) {
            if (message.path("id").isTextual()) {
                held.add(message.get("id").textValue());
            }
        }
        return Set.copyOf(held);
    }

    private static ClientProfile profile(Fields input) throws BadFrameException {
        var forwarded = input.object("forwardedProps");
        var jetway = forwarded.isEmpty() ? forwarded : forwarded.get().object("jetway");
        var client = jetway.isEmpty() ? jetway : jetway.get().object("client");
        return client.isEmpty()
                ? ClientProfile.DEFAULT
                : ClientProfile.of(
                        client.get().text("locale").orElse(null),
                        client.get().text("timeZone").orElse(null),
                        client.get().text("currency").orElse(null));
    }
}
