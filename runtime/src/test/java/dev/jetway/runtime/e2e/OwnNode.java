package dev.jetway.runtime.e2e;

import dev.jetway.runtime.e2e.RealStack.Running;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A node that is told something the others are not, in a process and a region of its own, for the tests of one class.
 * What a test broke of the stack is mended after it. Registered in a static field.
 */
final class OwnNode implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {

    private final String region;
    private final String settings;
    private ChildJvm node;

    OwnNode(String region, String settings) {
        this.region = region;
        this.settings = settings;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        if (node == null) {
            node = RealStack.running(context).startChildNode(region, region + ".log", settings);
        }
        Running.awaitTools(page());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        RealStack.running(context).heal();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (node != null) {
            node.close();
            node = null;
        }
    }

    URI page() {
        return URI.create(node.address());
    }

    /** Somebody nobody else is, at this node. */
    FrontEnd traveler(String name) {
        return FrontEnd.open(page(), name + "-" + UUID.randomUUID().toString().substring(0, 8), "trip");
    }
}
