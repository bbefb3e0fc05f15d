package dev.jetway.runtime.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import dev.jetway.runtime.described.AsyncApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescriptionRoutesTest {

    private static final ActorTestKit KIT = Gateways.kit();
    private static final int PORT = Gateways.bind(Gateways.routes(KIT, new ScriptedConversations(KIT), ""));
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"asyncapi.json", "openapi.json", "openapi-operations.json", "agui-1.0-events.schema.json"})
    void aDescriptionIsTheFileItIsWrittenIn(String name) throws Exception {
        var answer = get("/v1/" + name);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        try (var file = getClass().getResourceAsStream("/description/" + name)) {
            assertThat(answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(file.readAllBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/asyncapi.json",
                "/v1/openapi.json",
                "/v1/openapi-operations.json",
                "/v1/agui-1.0-events.schema.json",
                "/docs"
            })
    void whoHasItAlreadyIsToldSo(String path) throws Exception {
        var tag = get(path).headers().firstValue("etag").orElseThrow();
        assertThat(get(path, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(get(path, "If-None-Match", "\"another\"").statusCode()).isEqualTo(200);
    }

    @Test
    void thePageShowsEveryFrameCodeAndFlowAndLoadsNothing() throws Exception {
        var answer = get("/docs");
        var page = answer.body();

        assertThat(answer.headers().firstValue("content-type")).hasValue("text/html; charset=UTF-8");
        for (var frame : AsyncApi.DOCUMENT.at("/components/messages").properties()) {
            assertThat(page).contains("<code>%s</code>".formatted(frame.getKey()));
        }
        for (var schema : new String[] {"errorCode", "byeCode"}) {
            AsyncApi.DOCUMENT
                    .at("/components/schemas/%s/enum".formatted(schema))
                    .forEach(code -> assertThat(page).contains("<code>%s</code>".formatted(code.asText())));
        }
        FlowsTest.names().forEach(flow -> assertThat(page).contains(">%s</h3>".formatted(flow)));
        assertThat(page).doesNotContain("<script", " src=", "stylesheet", "style=\"", "onclick");
        assertThat(page).as("what goes over the wire stays text").contains("{&quot;type&quot;:&quot;hello&quot;");
    }

    @Test
    void whateverIsSaidInADocumentStaysText() {
        assertThat(Markdown.inline("`<b>` <b>\"x\"</b> [y](javascript:z) [w](https://w.example)"))
                .isEqualTo("<code>&lt;b&gt;</code> &lt;b&gt;&quot;x&quot;&lt;/b&gt; y"
                        + " <a href=\"https://w.example\">w</a>");
    }

    @Test
    void thePolicyAllowsThePagesOwnStyleAndNothingElse() throws Exception {
        var answer = get("/docs");
        var style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(answer.body());
        assertThat(style.find()).isTrue();
        assertThat(answer.headers().firstValue("content-security-policy").orElseThrow())
                .startsWith("default-src 'none'; style-src 'sha256-%s';".formatted(Description.digest(style.group(1))))
                .doesNotContain("unsafe");
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(PORT, path)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
