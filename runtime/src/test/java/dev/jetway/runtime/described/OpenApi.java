package dev.jetway.runtime.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** An OpenAPI document, as the node serves it, and what it says of answers. */
public final class OpenApi {

    private static final String BASE = "https://jetway.dev/v1/";
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch", "options", "head");
    private static final Map<String, JsonNode> DOCUMENTS = Map.of(
            "openapi.json", Resources.json("/description/openapi.json"),
            "openapi-operations.json", Resources.json("/description/openapi-operations.json"));

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.schemas(Map.of(
                    BASE + "openapi.json", DOCUMENTS.get("openapi.json").toString(),
                    BASE + "openapi-operations.json",
                            DOCUMENTS.get("openapi-operations.json").toString(),
                    BASE + "asyncapi.json", AsyncApi.DOCUMENT.toString())));

    /** What is answered at the gateway's address. */
    public static final OpenApi GATEWAY = new OpenApi("openapi.json");

    /** What is answered at the operations address. */
    public static final OpenApi OPERATIONS = new OpenApi("openapi-operations.json");

    private final List<Operation> operations;

    private OpenApi(String name) {
        this.operations = operations(name);
    }

    /** Something in one of the documents. */
    record Place(String document, String pointer) {

        JsonNode node() {
            return DOCUMENTS.get(document).at(pointer);
        }

        /** Itself, or what it refers to. */
        Place resolved() {
            var ref = node().path("$ref").asText();
            if (ref.isEmpty()) {
                return this;
            }
            int hash = ref.indexOf('#');
            return new Place(hash == 0 ? document : ref.substring(0, hash), ref.substring(hash + 1));
        }

        Place below(String... names) {
            var path = new StringBuilder(pointer);
            for (var name : names) {
                path.append('/').append(name.replace("/", "~1"));
            }
            return new Place(document, path.toString());
        }
    }

    /** One method of one path. */
    record Operation(String method, String path, Place place) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static List<Operation> operations(String name) {
        var operations = new ArrayList<Operation>();
        var paths = new Place(name, "/paths");
        for (var path : paths.node().properties()) {
            var item = paths.below(path.getKey()).resolved();
            for (var method : item.node().properties()) {
                if (METHODS.contains(method.getKey())) {
                    operations.add(new Operation(
                            method.getKey().toUpperCase(Locale.ROOT), path.getKey(), item.below(method.getKey())));
                }
            }
        }
        return List.copyOf(operations);
    }

    Set<String> paths() {
        var paths = new TreeSet<String>();
        operations.forEach(it -> paths.add(it.path()));
        return paths;
    }

    /** The operation a request is for; a path that is given as it is goes before one with parameters. */
    Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(it -> it.method().equals(method) && matches(it.path(), path))
                .min((one, other) ->
                        Boolean.compare(one.path().contains("{"), other.path().contains("{")));
    }

    private static boolean matches(String template, String path) {
        return path.matches(template.replace(".", "\\.").replaceAll("\\{[^}]+\\}", "[^/]+"));
    }

    /**
     * What is wrong with an answer; empty when it is as described.
     *
     * @param headers their names in lower case
     * @param contentType empty when there is no body
     * @param body empty where it is a stream
     */
    static List<String> complaints(
            Operation operation, int status, Set<String> headers, Optional<String> contentType, Optional<String> body) {
        var response =
                operation.place().below("responses", Integer.toString(status)).resolved();
        if (response.node().isMissingNode()) {
            return List.of("%s answers %d, which is not described".formatted(operation, status));
        }
        for (var header : response.node().path("headers").properties()) {
            if (!headers.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                return List.of("%s answers %d without %s".formatted(operation, status, header.getKey()));
            }
        }
        var contents = response.node().path("content");
        if (contentType.isEmpty() ? !contents.isEmpty() : !contents.has(contentType.get())) {
            return List.of("%s answers %d with a body of %s".formatted(operation, status, contentType.orElse("none")));
        }
        return contentType.filter("application/json"::equals).isPresent() && body.isPresent()
                ? violations(response.below("content", "application/json", "schema"), body.get())
                : List.of();
    }

    private static List<String> violations(Place schema, String body) {
        var location = SchemaLocation.of(BASE + schema.document() + "#" + schema.pointer());
        return REGISTRY.getSchema(location).validate(body, InputFormat.JSON).stream()
                .map(Object::toString)
                .toList();
    }
}
