package dev.jetway.agents.planning;

import dev.jetway.agents.model.TokenUse;
import dev.jetway.agents.task.TaskGraph;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What a planner made of a message. */
public sealed interface Planning {

    /**
     * Work for specialists.
     *
     * @param assumptions what the planner took for granted, one sentence each, as the reply will say it
     */
    record Tasks(TaskGraph graph, List<String> assumptions, Maker maker) implements Planning {
        public Tasks {
            assumptions = List.copyOf(assumptions);
        }

        public Tasks(TaskGraph graph, List<String> assumptions) {
            this(graph, assumptions, Maker.UNNAMED);
        }

        @Override
        public <R> R fold(Function<Tasks, R> tasks, Function<Answer, R> answer) {
            return tasks.apply(this);
        }
    }

    /**
     * Nothing to be worked: a greeting, a question back, an honest "I can't do that".
     *
     * @param asks ids of the {@link Slots} a question asks for; empty from planners that don't say
     */
    record Answer(String text, Kind kind, Maker maker, Set<String> asks) implements Planning {

        /** Why there is nothing to be worked. */
        public enum Kind {
            /** A greeting, thanks, a question about Jetway. */
            CHAT,
            /** Something is missing, or could be meant in more than one way: the answer is a question. */
            QUESTION,
            /** Understood, and nothing an agent of this node does. */
            OUT_OF_SCOPE,
            /** Not understood. */
            NOT_UNDERSTOOD
        }

        public Answer {
            asks = Set.copyOf(asks);
        }

        public Answer(String text, Kind kind, Maker maker) {
            this(text, kind, maker, Set.of());
        }

        public Answer(String text) {
            this(text, Kind.NOT_UNDERSTOOD, Maker.UNNAMED);
        }

        @Override
        public <R> R fold(Function<Tasks, R> tasks, Function<Answer, R> answer) {
            return answer.apply(this);
        }
    }

    /**
     * Who made it, and how sure they are.
     *
     * @param planner {@link Planner#name()}; empty where that is the planner that was asked
     * @param confidence how probably it is what the traveler wants, from 0 to 1; 1 from planners that don't say
     * @param use what models took for it
     */
    record Maker(String planner, double confidence, TokenUse use) {
        static final Maker UNNAMED = new Maker("", 1, TokenUse.NONE);
    }

    Maker maker();

    <R> R fold(Function<Tasks, R> tasks, Function<Answer, R> answer);
}
