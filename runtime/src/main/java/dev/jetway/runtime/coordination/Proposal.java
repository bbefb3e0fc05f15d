package dev.jetway.runtime.coordination;

import dev.jetway.agents.Action;
import dev.jetway.agents.AgentCard;
import dev.jetway.agents.Confirmation;
import dev.jetway.agents.Confirmation.Detail;
import dev.jetway.agents.Confirmation.Source;
import dev.jetway.agents.Origin;
import dev.jetway.agents.Risk;
import dev.jetway.agents.provenance.Evidence;
import dev.jetway.agents.provenance.Lines;
import dev.jetway.agents.provenance.Provenance;
import dev.jetway.agents.provenance.Remarks;
import dev.jetway.agents.task.TaskStatus;
import dev.jetway.agents.travel.Markdown;
import dev.jetway.runtime.commitment.Digests;
import dev.jetway.runtime.conversation.WorkOrder;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the action an agent wants to the question its traveler is asked, with where everything comes from. */
final class Proposal {

    private static final Logger LOG = LoggerFactory.getLogger(Proposal.class);

    private static final int MAX_TITLE = 240;
    private static final int MAX_LABEL = 60;
    private static final int MAX_VALUE = 400;

    private Proposal() {}

    /**
     * @param evidence what the tools answered the agent
     * @param whenRefused run if the traveler is not asked because of where a value comes from
     */
    static TaskStatus asked(
            Action action, WorkOrder order, AgentCard card, List<Evidence> evidence, Runnable whenRefused) {
        if (!card.tools().contains(action.tool())) {
            throw new IllegalStateException(
                    "%s wants to call %s, which is not on its card".formatted(card.name(), action.tool()));
        }
        if (card.risk() == Risk.READ) {
            throw new IllegalStateException("%s wants to call %s, but its card says that it changes nothing"
                    .formatted(card.name(), action.tool()));
        }
        var origins = Provenance.ofCall(action.tool(), action.arguments(), order.origins(), evidence);
        var refusal = Remarks.refusal(origins);
        if (refusal.isPresent()) {
            whenRefused.run();
            LOG.warn(
                    "No question was put for {} in turn {} of {}: {}",
                    action.tool(),
                    order.turn(),
                    order.conversation(),
                    origins.stream()
                            .filter(origin -> origin.kind() == Origin.Kind.FRAGMENT)
                            .map(origin -> origin.call() + origin.argument() + " is from a text of " + origin.by())
                            .toList());
            return new TaskStatus.Failed(refusal.get());
        }
        var shown = action.confirmation();
        var plain = new Confirmation(
                Markdown.plain(shown.title(), MAX_TITLE),
                Lines.traced(plain(details(shown, order)), order.origins(), evidence),
                shown.validUntil());
        return new TaskStatus.ApprovalRequired(
                Digests.approvalId(order.turn(), order.task().id(), action),
                new Action(
                        action.tool(),
                        action.arguments(),
                        new Confirmation(
                                plain.title(), plain.details(), plain.validUntil(), Remarks.of(origins, plain)),
                        origins.stream().map(Origin::shortened).toList()));
    }

    private static List<Detail> details(Confirmation shown, WorkOrder order) {
        if (order.because() == null) {
            return shown.details();
        }
        var details = new ArrayList<Detail>();
        details.add(new Detail("Why I ask", order.because(), Source.COMPUTED));
        details.addAll(shown.details());
        return details;
    }

    /** What an agent took from a tool may hold anything, and not every front end looks at it twice. */
    private static List<Detail> plain(List<Detail> details) {
        return details.stream()
                .map(detail -> new Detail(
                        Markdown.plain(detail.label(), MAX_LABEL),
                        Markdown.plain(detail.value(), MAX_VALUE),
                        detail.from()))
                .toList();
    }
}
