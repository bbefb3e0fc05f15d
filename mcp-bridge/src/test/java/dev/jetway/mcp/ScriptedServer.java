package dev.jetway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * An MCP server on plain sockets that does what a test tells it, down to the byte: answers, hangs, breaks
 * off, talks nonsense, dies and comes back. Speaks HTTP/1.1 with keep-alive.
 */
final class ScriptedServer implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    /** What a tool does with a call. */
    @FunctionalInterface
    interface Script {
        void run(Request request, Reply reply) throws IOException;
    }

    /** One HTTP request, and the JSON-RPC message in it. */
    record Request(String httpMethod, Map<String, String> headers, JsonNode message) {

        String method() {
            return message.path("method").asText();
        }

        String tool() {
            return message.at("/params/name").asText();
        }

        JsonNode arguments() {
            return message.at("/params/arguments");
        }

        String authorization() {
            return headers.getOrDefault("authorization", "");
        }
    }

    private final Map<String, ObjectNode> tools = new TreeMap<>();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, Script> methods = new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final Set<Reply> listeners = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger handshakes = new AtomicInteger();
    private final AtomicInteger working = new AtomicInteger();
    private final int port;
    private volatile ServerSocket listener;
    private volatile Thread acceptor;
    private final AtomicInteger streamsRefused = new AtomicInteger();
    private volatile int streamStatus;
    private volatile boolean stateful;
    private volatile Script resumed = (request, reply) -> reply.status(405);
    private volatile Predicate<Request> letsIn = request -> true;
    private volatile String connection = "";
    private volatile String instructions;
    private volatile String crashesOn = "";
    private volatile int pageSize = Integer.MAX_VALUE;

    ScriptedServer() throws IOException {
        listener = listen(0);
        port = listener.getLocalPort();
        accept(listener);
    }

    /** Adds or replaces a tool, read-only unless the descriptor says otherwise. */
    ScriptedServer tool(String name, String descriptor, Script script) throws IOException {
        ObjectNode tool = (ObjectNode) JSON.readTree(descriptor);
        tool.put("name", name);
        if (!tool.has("inputSchema")) {
            tool.putObject("inputSchema").put("type", "object");
        }
        if (!tool.has("annotations")) {
            tool.putObject("annotations").put("readOnlyHint", true);
        }
        synchronized (tools) {
            tools.put(name, tool);
        }
        scripts.put(name, script);
        return this;
    }

    ScriptedServer tool(String name, Script script) throws IOException {
        return tool(name, "{}", script);
    }

    /** Answers requests of another method, which it accepts and forgets otherwise. */
    ScriptedServer on(String method, Script script) {
        methods.put(method, script);
        return this;
    }

    /** Stops offering a tool. */
    ScriptedServer without(String name) {
        synchronized (tools) {
            tools.remove(name);
        }
        return this;
    }

    /** Lists one more tool, of whatever name; calls of it are not answered. */
    ScriptedServer alsoListing(String descriptor) throws IOException {
        synchronized (tools) {
            tools.put("~" + tools.size(), (ObjectNode) JSON.readTree(descriptor));
        }
        return this;
    }

    /** Says this in handshakes from now on. */
    ScriptedServer saying(String text) {
        instructions = text;
        return this;
    }

    /** Every connection serves one request. */
    ScriptedServer withoutKeepAlive() {
        connection = "Connection: close\r\n";
        return this;
    }

    ScriptedServer withSessions() {
        stateful = true;
        return this;
    }

    ScriptedServer withPagesOf(int tools) {
        pageSize = tools;
        return this;
    }

    /** From now on every request of this method is the end of it, until it is started again: at once. */
    void crashOn(String method) {
        crashesOn = method;
    }

    /** Every request that is not let in is answered with HTTP 401. */
    ScriptedServer lettingIn(Predicate<Request> whom) {
        letsIn = whom;
        return this;
    }

    /** Answers a client that wants to listen with this status; 0: lets it. */
    ScriptedServer refusingStreams(int status) {
        streamStatus = status;
        return this;
    }

    int streamsRefused() {
        return streamsRefused.get();
    }

    /** What happens when a client takes up a stream of events again. */
    ScriptedServer whenResumed(Script script) {
        resumed = script;
        return this;
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d/mcp".formatted(port));
    }

    List<Request> requests(String method) {
        return requests.stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }

    List<Request> calls(String tool) {
        return requests("tools/call").stream()
                .filter(request -> request.tool().equals(tool))
                .toList();
    }

    int handshakes() {
        return handshakes.get();
    }

    /** How many requests are being answered, those for listening streams included. */
    int working() {
        return working.get();
    }

    int port() {
        return port;
    }

    /** Sessions nobody has said goodbye to. */
    int openSessions() {
        return sessions.size();
    }

    int openSockets() {
        return sockets.size();
    }

    /** Ends every stream the server could announce something on. */
    void endListeningStreams() throws IOException {
        for (Reply stream : listeners) {
            stream.cut();
        }
    }

    int listeningStreams() {
        return listeners.size();
    }

    /** Forgets every session, as a server does that was restarted. */
    void forgetSessions() {
        sessions.clear();
    }

    /** Sends a notification on every listening stream. */
    void announce(String method) {
        announce(method, 1);
    }

    /** Sends it so many times at once; a stream that is no longer listened on is none. */
    void announce(String method, int times) {
        say("{\"jsonrpc\":\"2.0\",\"method\":\"%s\"}".formatted(method), times);
    }

    /** Sends a message on every listening stream. */
    void say(String message) {
        say(message, 1);
    }

    private void say(String message, int times) {
        String event = Reply.asChunk("event: message\ndata: " + message.replace("\n", " ") + "\n\n");
        for (Reply stream : listeners) {
            try {
                stream.raw(event.repeat(times));
            } catch (IOException gone) {
                listeners.remove(stream);
            }
        }
    }

    /**
     * Stops listening and breaks every connection. A thread inside {@code accept} keeps the kernel's socket
     * listening until it has noticed that it was closed, so this waits for it: nobody gets through after.
     */
    void die() throws IOException {
        listener.close();
        try {
            acceptor.join(10_000);
        } catch (InterruptedException e) {
            throw new InterruptedIOException("Interrupted while the server stops listening");
        }
        sessions.clear();
        hangUp();
    }

    /** Breaks every connection, and goes on listening. */
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** As a process that dies and is started again in no time: no connection and no session is left. */
    void crash() throws IOException {
        sessions.clear();
        hangUp();
    }

    /** Listens again, on the same port. */
    void comeBack() throws IOException {
        listener = listen(port);
        accept(listener);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        die();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        return socket;
    }

    private void accept(ServerSocket server) {
        acceptor = start(() -> {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            }
        });
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // The peer went away, or the test closed the socket: the connection is over either way.
                Thread.currentThread().interrupt();
            }
        });
        thread.setName("scripted-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Reply reply = new Reply(socket, in);
            while (!socket.isClosed()) {
                Request request = read(in);
                if (request == null) {
                    return;
                }
                working.incrementAndGet();
                try {
                    handle(request, reply);
                } finally {
                    working.decrementAndGet();
                }
                if (!connection.isEmpty()) {
                    return;
                }
            }
        } finally {
            sockets.remove(socket);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String first = line(in);
        if (first == null || first.isEmpty()) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Request(first.split(" ")[0], headers, body.length == 0 ? JSON.nullNode() : JSON.readTree(body));
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != -1; c = in.read()) {
            if (c == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) c);
        }
        return null;
    }

    private void handle(Request request, Reply reply) throws IOException {
        reply.id = request.message().path("id");
        if (request.httpMethod().equals("GET")) {
            listenOn(request, reply);
            return;
        }
        if (request.httpMethod().equals("DELETE")) {
            sessions.remove(request.headers().getOrDefault("mcp-session-id", ""));
            reply.status(200);
            return;
        }
        requests.add(request);
        if (!crashesOn.isEmpty() && request.method().equals(crashesOn)) {
            crash();
            return;
        }
        if (!letsIn.test(request)) {
            reply.status(401);
            return;
        }
        boolean greeting = request.method().equals("initialize");
        if (stateful && !greeting && !sessions.contains(request.headers().getOrDefault("mcp-session-id", ""))) {
            reply.status(404);
            return;
        }
        switch (request.method()) {
            case "initialize" -> greet(request, reply);
            case "tools/list" -> list(request, reply);
            case "tools/call" -> scripts.get(request.tool()).run(request, reply);
            default ->
                methods.getOrDefault(request.method(), (other, accepted) -> accepted.status(202))
                        .run(request, reply);
        }
    }

    private void listenOn(Request request, Reply reply) throws IOException {
        if (request.headers().containsKey("last-event-id")) {
            resumed.run(request, reply);
            return;
        }
        if (!stateful || !sessions.contains(request.headers().getOrDefault("mcp-session-id", ""))) {
            reply.status(stateful ? 404 : 405);
            return;
        }
        if (streamStatus != 0) {
            streamsRefused.incrementAndGet();
            reply.status(streamStatus);
            return;
        }
        reply.beginEvents();
        listeners.add(reply);
        try {
            reply.hang();
        } finally {
            listeners.remove(reply);
        }
    }

    private void greet(Request request, Reply reply) throws IOException {
        handshakes.incrementAndGet();
        String session = "";
        if (stateful) {
            String id = UUID.randomUUID().toString();
            sessions.add(id);
            session = "Mcp-Session-Id: " + id + "\r\n";
        }
        ObjectNode result = JSON.createObjectNode();
        result.set("protocolVersion", request.message().at("/params/protocolVersion"));
        result.putObject("capabilities").putObject("tools").put("listChanged", true);
        result.putObject("serverInfo").put("name", "scripted").put("version", "1");
        if (instructions != null) {
            result.put("instructions", instructions);
        }
        reply.answer(session, result);
    }

    private void list(Request request, Reply reply) throws IOException {
        int from = request.message().at("/params/cursor").asInt(0);
        ObjectNode result = JSON.createObjectNode();
        synchronized (tools) {
            var page = result.putArray("tools");
            tools.values().stream().skip(from).limit(pageSize).forEach(page::add);
            if (from + (long) pageSize < tools.size()) {
                result.put("nextCursor", String.valueOf(from + pageSize));
            }
        }
        reply.answer("", result);
    }

    /** The ways to answer, fail to answer, and anything in between. */
    final class Reply {

        private final Socket socket;
        private final OutputStream out;
        private final InputStream in;
        private JsonNode id;

        private Reply(Socket socket, InputStream in) throws IOException {
            this.socket = socket;
            this.out = socket.getOutputStream();
            this.in = in;
        }

        /** A tool's structured result, as one JSON body. */
        void structured(JsonNode content) throws IOException {
            ObjectNode result = JSON.createObjectNode();
            result.putArray("content").addObject().put("type", "text").put("text", content.toString());
            result.set("structuredContent", content);
            answer("", result);
        }

        /** A result, as one JSON body. */
        void result(String result) throws IOException {
            answer("", (ObjectNode) JSON.readTree(result));
        }

        void text(String text, boolean isError) throws IOException {
            ObjectNode result = JSON.createObjectNode().put("isError", isError);
            result.putArray("content").addObject().put("type", "text").put("text", text);
            answer("", result);
        }

        void rpcError(int code, String message) throws IOException {
            ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", id);
            answer.putObject("error").put("code", code).put("message", message);
            body("", answer.toString());
        }

        private void answer(String headers, ObjectNode result) throws IOException {
            ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
            answer.set("id", id);
            answer.set("result", result);
            body(headers, answer.toString());
        }

        /** A JSON response with this body, whatever it is. */
        void body(String headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%sContent-Length: %d\r\n\r\n"
                    .formatted(connection + headers, bytes.length));
            out.write(bytes);
            out.flush();
        }

        void status(int status) throws IOException {
            raw("HTTP/1.1 %d Scripted\r\n%sContent-Length: 0\r\n\r\n".formatted(status, connection));
        }

        void raw(String bytes) throws IOException {
            out.write(bytes.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void beginEvents() throws IOException {
            raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        }

        void event(String data) throws IOException {
            lines("event: message\ndata: " + data + "\n\n");
        }

        /** Part of a stream of events, as it is. */
        void lines(String text) throws IOException {
            raw(asChunk(text));
        }

        static String asChunk(String text) {
            return "%x\r\n%s\r\n".formatted(text.getBytes(StandardCharsets.UTF_8).length, text);
        }

        void endEvents() throws IOException {
            raw("0\r\n\r\n");
        }

        /** Closes the connection. */
        void cut() throws IOException {
            out.close();
        }

        /** Breaks the connection off, so that the other side is told it was reset (RST instead of FIN). */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Takes the whole server along. */
        void crash() throws IOException {
            ScriptedServer.this.crash();
        }

        /** Says nothing more until the other side hangs up. */
        void hang() throws IOException {
            if (in.read() != -1) {
                throw new IOException("The client sent something on a connection it waits on");
            }
        }
    }
}
