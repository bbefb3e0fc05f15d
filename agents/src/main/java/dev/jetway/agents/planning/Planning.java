package dev.jetway.agents.planning;

import dev.jetway.agents.task.TaskGraph;
import java.util.List;
import java.util.function.Function;

/** What a planner made of a message. */
public sealed interface Planning {

    /**
     * Work for specialists.
     *
     * @param assumptions what the planner took for granted, one sentence each, as the reply will say it
     */
    record Tasks(TaskGraph graph, List<String> assumptions) implements Planning {
        public Tasks {
            assumptions = List.copyOf(assumptions);
        }

        @Override
        public <R> R fold(Function<Tasks, R> tasks, Function<Answer, R> answer) {
            return tasks.apply(this);
        }
    }

    /** Nothing to be worked: a greeting, a question back, an honest "I can't do that". */
    record Answer(String text) implements Planning {
        @Override
        public <R> R fold(Function<Tasks, R> tasks, Function<Answer, R> answer) {
            return answer.apply(this);
        }
    }

    <R> R fold(Function<Tasks, R> tasks, Function<Answer, R> answer);
}
