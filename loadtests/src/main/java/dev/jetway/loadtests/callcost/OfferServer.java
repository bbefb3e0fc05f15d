package dev.jetway.loadtests.callcost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An MCP server that does next to nothing: every search finds the same five offers. Runs in a process of its
 * own, on one thread, and says where it listens in one line.
 */
final class OfferServer extends SimpleChannelInboundHandler<FullHttpRequest> {

    static final String CHECKED = "search";

    /** The same tool without schemas: nothing is checked for it. */
    static final String UNCHECKED = "search_unchecked";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1 << 20;

    private final JsonNode schemas;
    private final JsonNode found;

    private OfferServer(JsonNode schemas, JsonNode found) {
        this.schemas = schemas;
        this.found = found;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        JsonNode schemas = resource("search.json");
        JsonNode found = result(resource("offers.json"));
        NioEventLoopGroup thread = new NioEventLoopGroup(1);
        Channel listening = new ServerBootstrap()
                .group(thread)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpServerCodec(),
                                        new HttpObjectAggregator(MOST),
                                        new OfferServer(schemas, found));
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .sync()
                .channel();
        System.out.println(
                "http://127.0.0.1:%d/mcp".formatted(((InetSocketAddress) listening.localAddress()).getPort()));
        listening.closeFuture().await();
    }

    static JsonNode resource(String name) throws IOException {
        try (InputStream in = OfferServer.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        }
    }

    private static JsonNode result(JsonNode content) {
        ObjectNode result = JSON.createObjectNode();
        result.putArray("content").addObject().put("type", "text").put("text", content.toString());
        result.set("structuredContent", content);
        return result;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        if (!request.method().equals(HttpMethod.POST)) {
            reply(context, HttpResponseStatus.METHOD_NOT_ALLOWED, new byte[0]);
            return;
        }
        JsonNode message = JSON.readTree((InputStream) new ByteBufInputStream(request.content()));
        if (!message.has("id")) {
            reply(context, HttpResponseStatus.ACCEPTED, new byte[0]);
            return;
        }
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        answer.set("result", answerTo(message));
        reply(context, HttpResponseStatus.OK, JSON.writeValueAsBytes(answer));
    }

    private JsonNode answerTo(JsonNode message) {
        return switch (message.path("method").asText()) {
            case "initialize" -> greeting(message);
            case "tools/list" -> tools();
            default -> found;
        };
    }

    private static JsonNode greeting(JsonNode message) {
        ObjectNode greeting = JSON.createObjectNode();
        greeting.set("protocolVersion", message.at("/params/protocolVersion"));
        greeting.putObject("capabilities").putObject("tools");
        greeting.putObject("serverInfo").put("name", "offers").put("version", "1");
        return greeting;
    }

    private JsonNode tools() {
        ObjectNode checked = schemas.deepCopy();
        checked.put("name", CHECKED).putObject("annotations").put("readOnlyHint", true);
        ObjectNode unchecked = JSON.createObjectNode().put("name", UNCHECKED);
        unchecked.putObject("inputSchema").put("type", "object");
        unchecked.putObject("annotations").put("readOnlyHint", true);
        ObjectNode tools = JSON.createObjectNode();
        tools.putArray("tools").add(checked).add(unchecked);
        return tools;
    }

    private static void reply(ChannelHandlerContext context, HttpResponseStatus status, byte[] body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        context.writeAndFlush(response);
    }
}
