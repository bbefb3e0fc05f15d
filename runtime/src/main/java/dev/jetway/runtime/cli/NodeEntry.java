package dev.jetway.runtime.cli;

import com.typesafe.config.Config;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.CompletionStage;

/** The one place where the command line touches the node. */
final class NodeEntry {
    private static final String NODE = "dev.jetway.runtime.Node";

    private final Object node;

    private NodeEntry(Object node) {
        this.node = node;
    }

    static NodeEntry start(Config config) {
        try {
            return new NodeEntry(
                    Class.forName(NODE).getMethod("start", Config.class).invoke(null, config));
        } catch (InvocationTargetException e) {
            throw new Failure("The node could not be started: " + e.getCause().getMessage(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new Failure("This build has no node in it (" + e.getMessage() + ").", e);
        }
    }

    CompletionStage<?> ready() {
        return (CompletionStage<?>) call("ready");
    }

    String pageUrl() {
        return (String) call("pageUrl");
    }

    CompletionStage<?> stop() {
        return (CompletionStage<?>) call("stop");
    }

    private Object call(String method) {
        try {
            return node.getClass().getMethod(method).invoke(node);
        } catch (ReflectiveOperationException e) {
            throw new Failure("The node does not answer (" + e.getMessage() + ").", e);
        }
    }
}
