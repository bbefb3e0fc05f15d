package dev.jetway.runtime.operations.view;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import akka.actor.typed.receptionist.ServiceKey;
import dev.jetway.runtime.serialization.JetwaySerializable;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Says how its node is, whichever node of the region asks. */
final class ReportActor {

    static final ServiceKey<Command> KEY = ServiceKey.create(Command.class, "node-report");

    sealed interface Command {}

    record Ask(ActorRef<NodeReport> replyTo) implements Command, JetwaySerializable {}

    private record Known(NodeReport report, ActorRef<NodeReport> replyTo) implements Command {}

    private ReportActor() {}

    /** @param report when it fails, whoever asked hears nothing */
    static Behavior<Command> create(Supplier<CompletionStage<NodeReport>> report) {
        return Behaviors.setup(context -> {
            context.getSystem().receptionist().tell(Receptionist.register(KEY, context.getSelf()));
            return Behaviors.receive(Command.class)
                    .onMessage(Ask.class, ask -> onAsk(context, report, ask))
                    .onMessage(Known.class, ReportActor::onKnown)
                    .build();
        });
    }

    private static Behavior<Command> onAsk(
            ActorContext<Command> context, Supplier<CompletionStage<NodeReport>> report, Ask ask) {
        context.pipeToSelf(report.get(), (known, error) -> new Known(known, ask.replyTo()));
        return Behaviors.same();
    }

    private static Behavior<Command> onKnown(Known known) {
        if (known.report() != null) {
            known.replyTo().tell(known.report());
        }
        return Behaviors.same();
    }
}
