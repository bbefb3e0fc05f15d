package dev.jetway.mcp.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/**
 * The top of one connection: carries one exchange at a time, and gives the connection back when a response
 * is over that leaves it usable. All state belongs to the I/O thread.
 */
final class ExchangeHandler extends ChannelDuplexHandler {

    private final HttpPool pool;
    private final HttpPool.Origin origin;

    private HttpExchange current;
    private boolean written;
    private boolean interim;
    private boolean reusable;

    ExchangeHandler(HttpPool pool, HttpPool.Origin origin) {
        this.pool = pool;
        this.origin = origin;
    }

    /** An exchange goes down as the request it is for. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        HttpExchange exchange = (HttpExchange) message;
        if (current != null || !context.channel().isActive()) {
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        if (exchange.isCut()) {
            promise.trySuccess();
            exchange.failed(HttpExchange.cutHere(), false);
            pool.giveBack(origin, context.channel());
            return;
        }
        current = exchange;
        written = false;
        interim = false;
        exchange.startOn(context.channel());
        context.write(exchange.call().encoded(), context.newPromise()).addListener(done -> {
            if (done.isSuccess()) {
                written = true;
            } else {
                breakOff(context, done.cause());
            }
        });
        promise.trySuccess();
        if (exchange.isCut()) {
            breakOff(context, HttpExchange.cutHere());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (current == null || ((HttpObject) message).decoderResult().isFailure()) {
                Throwable cause = ((HttpObject) message).decoderResult().cause();
                breakOff(context, cause == null ? new IOException("A response that nobody asked for") : cause);
                return;
            }
            if (message instanceof HttpResponse response) {
                interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
                if (!interim) {
                    reusable = HttpUtil.isKeepAlive(response);
                    current.head(response.status().code(), response.headers());
                }
            }
            if (message instanceof HttpContent content && !interim) {
                read(context, content);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(ChannelHandlerContext context, HttpContent content) {
        if (content.content().isReadable()) {
            current.body(content.content());
        }
        if (content instanceof LastHttpContent && current != null) {
            HttpExchange finished = current;
            current = null;
            if (reusable && written && !finished.isCut()) {
                pool.giveBack(origin, context.channel());
            } else {
                context.close();
            }
            finished.ended();
        }
    }

    /** Somebody cut an exchange: ours, unless it has ended in the meantime. */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == current && current != null) {
            breakOff(context, HttpExchange.cutHere());
        } else if (event instanceof IdleStateEvent && current == null) {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pool.forget(origin, context.channel());
        breakOff(context, new IOException("The connection was closed by the other side"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        breakOff(context, cause);
    }

    private void breakOff(ChannelHandlerContext context, Throwable cause) {
        HttpExchange broken = current;
        current = null;
        context.close();
        if (broken != null) {
            broken.failed(cause, true);
        }
    }
}
