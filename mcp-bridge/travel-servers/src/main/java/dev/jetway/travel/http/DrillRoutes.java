package dev.jetway.travel.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.sun.net.httpserver.HttpExchange;
import dev.jetway.travel.tools.ToolServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /faults}, {@code /calls} and {@code /drill/bookings}. */
final class DrillRoutes {

    private final Drill drill;
    private final List<ToolServer> servers;
    private final Supplier<List<?>> bookings;

    DrillRoutes(Drill drill, List<ToolServer> servers, Supplier<List<?>> bookings) {
        this.drill = drill;
        this.servers = servers;
        this.bookings = bookings;
    }

    void faults(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" ->
                Responses.json(exchange, 200, Map.of("faults", drill.faults().all()));
            case "DELETE" -> {
                drill.faults().clear();
                drill.release();
                Responses.empty(exchange, 204);
            }
            case "PUT" -> put(exchange);
            default -> Responses.error(exchange, 405, "Use GET, PUT or DELETE");
        }
    }

    void calls(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> Responses.json(exchange, 200, drill.calls().counts());
            case "DELETE" -> {
                drill.calls().clear();
                Responses.empty(exchange, 204);
            }
            default -> Responses.error(exchange, 405, "Use GET or DELETE");
        }
    }

    void bookings(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("GET")) {
            Responses.json(exchange, 200, Map.of("bookings", bookings.get()));
        } else {
            Responses.error(exchange, 405, "Use GET");
        }
    }

    private void put(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        boolean known = path.length == 4
                && servers.stream()
                        .anyMatch(s -> s.name().equals(path[2]) && (path[3].equals("*") || s.offers(path[3])));
        if (!known) {
            Responses.error(exchange, 404, "No such tool; use /faults/<server>/<tool> or /faults/<server>/*");
            return;
        }
        try {
            Fault fault = Responses.JSON.readValue(Responses.body(exchange), Fault.class);
            drill.faults().put(path[2], path[3], fault);
            Responses.json(exchange, 200, fault);
        } catch (ValueInstantiationException e) {
            Responses.error(exchange, 400, "No fault: " + e.getCause().getMessage());
        } catch (JsonProcessingException e) {
            Responses.error(exchange, 400, "No fault: " + e.getOriginalMessage());
        }
    }
}
