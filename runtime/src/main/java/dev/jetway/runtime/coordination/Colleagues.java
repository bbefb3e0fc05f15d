package dev.jetway.runtime.coordination;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.receptionist.Receptionist;
import dev.jetway.runtime.coordination.SpecialistWorker.Busy;
import dev.jetway.runtime.coordination.SpecialistWorker.Command;
import dev.jetway.runtime.coordination.SpecialistWorker.Work;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The same agent on the other nodes of the region: hands a task to one of them, and says at once that all
 * are busy when there is none. The worker of this node is left out, because it has just said so itself.
 */
final class Colleagues extends AbstractBehavior<Colleagues.Message> {

    sealed interface Message {}

    record Ask(Work work) implements Message {}

    private record Known(Receptionist.Listing listing) implements Message {}

    private final String agent;
    private final ActorRef<Command> here;
    private List<ActorRef<Command>> others = List.of();

    /** @param here this node's own worker */
    static Behavior<Message> create(String agent, ActorRef<Command> here) {
        return Behaviors.setup(context -> new Colleagues(context, agent, here));
    }

    private Colleagues(ActorContext<Message> context, String agent, ActorRef<Command> here) {
        super(context);
        this.agent = agent;
        this.here = here;
        context.getSystem()
                .receptionist()
                .tell(Receptionist.subscribe(
                        SpecialistWorker.serviceKey(agent),
                        context.messageAdapter(Receptionist.Listing.class, Known::new)));
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(Ask.class, this::onAsk)
                .onMessage(Known.class, this::onKnown)
                .build();
    }

    private Behavior<Message> onAsk(Ask ask) {
        if (others.isEmpty()) {
            ask.work().replyTo().tell(new Busy(agent));
        } else {
            others.get(ThreadLocalRandom.current().nextInt(others.size())).tell(ask.work());
        }
        return this;
    }

    /** Only those that can be reached at the moment. */
    private Behavior<Message> onKnown(Known known) {
        others = known.listing().getServiceInstances(SpecialistWorker.serviceKey(agent)).stream()
                .filter(worker -> !worker.equals(here))
                .toList();
        return this;
    }
}
