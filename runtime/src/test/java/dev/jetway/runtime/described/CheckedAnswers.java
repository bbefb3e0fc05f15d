package dev.jetway.runtime.described;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;

/** Answers to Java's HTTP client, held against {@code openapi-operations.json}. */
public final class CheckedAnswers {

    private CheckedAnswers() {}

    /** The same answer, if it is as described; one to a path or a method that nobody has is nothing to check. */
    public static HttpResponse<String> checked(HttpResponse<String> answer) {
        var request = answer.request();
        var path = request.uri().getPath();
        var type = answer.headers().firstValue("content-type").map(it -> it.replaceAll(";.*", ""));
        if (Set.of(404, 405).contains(answer.statusCode()) && type.equals(Optional.of("text/plain"))) {
            return answer; // nobody's
        }
        var operation = OpenApi.OPERATIONS.operation(request.method(), path);
        assertThat(operation).as("%s %s is described", request.method(), path).isPresent();
        assertThat(OpenApi.complaints(
                        operation.get(),
                        answer.statusCode(),
                        answer.headers().map().keySet(),
                        type.filter(it -> !answer.body().isEmpty()),
                        Optional.of(answer.body())))
                .as("%s: %s", operation.get(), answer.body())
                .isEmpty();
        return answer;
    }
}
