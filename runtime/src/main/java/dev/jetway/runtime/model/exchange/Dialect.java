package dev.jetway.runtime.model.exchange;

import akka.http.javadsl.model.HttpHeader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jetway.agents.model.ChatRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** How a maker's models are spoken to: what a request looks like, and what the answer means. */
public interface Dialect {

    /** What stands behind the base URL: {@code /chat/completions}. */
    String path();

    /** What goes with every request besides its body. */
    List<HttpHeader> headers(Optional<ApiKey> key);

    /** @throws AttemptFailedException if this model can't be asked that */
    ObjectNode body(ChatRequest request);

    /** @param text is given what the model says, piece by piece */
    ReplyReader reader(ChatRequest request, Quotation quotation, Consumer<String> text);
}
