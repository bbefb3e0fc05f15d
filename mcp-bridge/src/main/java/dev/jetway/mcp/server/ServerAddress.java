package dev.jetway.mcp.server;

import dev.jetway.mcp.process.ServerCommand;
import java.net.URI;
import java.util.function.Function;

/** Where a server is. */
public sealed interface ServerAddress {

    <T> T fold(Function<Http, T> onHttp, Function<Program, T> onProgram);

    /** Somewhere on the network, and who calls is told with each call. */
    record Http(URI url) implements ServerAddress {

        public Http {
            ServerSettings.require(
                    url.isAbsolute()
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && ("http".equals(url.getScheme()) || "https".equals(url.getScheme())),
                    "url must be an http or https address without user or password, and is '%s'".formatted(url));
        }

        @Override
        public <T> T fold(Function<Http, T> onHttp, Function<Program, T> onProgram) {
            return onHttp.apply(this);
        }
    }

    /** A process of ours, which is started. All calls look the same to it: it cannot be told who calls. */
    record Program(ServerCommand command) implements ServerAddress {

        @Override
        public <T> T fold(Function<Http, T> onHttp, Function<Program, T> onProgram) {
            return onProgram.apply(this);
        }
    }

    /** Whether a call can say in whose name it is made. */
    default boolean takesTokens() {
        return fold(http -> true, program -> false);
    }
}
