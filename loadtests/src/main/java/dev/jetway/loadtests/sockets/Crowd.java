package dev.jetway.loadtests.sockets;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Connections to one node, opened a few at a time. Methods block. */
final class Crowd implements AutoCloseable {

    /** Of the ports that Linux gives to those who do not ask for one, about 28,000. */
    private static final int PER_ADDRESS = 20_000;

    private static final int AT_ONCE = 100;
    private static final int LIMIT_SECONDS = 60;

    private final SocketLoop loop;
    private int opened;

    Crowd(InetSocketAddress node) throws IOException {
        this.loop = new SocketLoop(node);
    }

    <T extends Traveler> List<T> open(int count, IntFunction<T> traveler) throws IOException {
        return open(count, 0, traveler);
    }

    /** @param receiveBytes how much the kernel keeps for each; 0 for what it thinks best */
    <T extends Traveler> List<T> open(int count, int receiveBytes, IntFunction<T> traveler) throws IOException {
        var travelers = new ArrayList<T>();
        for (int i = 0; i < count; i++) {
            var next = traveler.apply(i);
            travelers.add(next);
            loop.open(source(opened++), receiveBytes, next);
            if (travelers.size() % AT_ONCE == 0 || i == count - 1) {
                int from = Math.max(0, travelers.size() - AT_ONCE);
                all(travelers.subList(from, travelers.size()), Traveler::welcome);
            }
        }
        return travelers;
    }

    /** 127.0.0.1, and the next address of this machine when the ports of one are used up. */
    static InetSocketAddress source(int connection) throws IOException {
        var address = new byte[] {127, 0, 0, (byte) (1 + connection / PER_ADDRESS)};
        return new InetSocketAddress(InetAddress.getByAddress(address), 0);
    }

    /** Asks each of them, a few at a time, and waits for all answers. */
    static <T> void each(List<T> travelers, Function<T, CompletionStage<?>> question) throws IOException {
        for (int from = 0; from < travelers.size(); from += AT_ONCE) {
            all(travelers.subList(from, Math.min(travelers.size(), from + AT_ONCE)), question);
        }
    }

    private static <T> void all(List<T> travelers, Function<T, CompletionStage<?>> question) throws IOException {
        var answers = travelers.stream()
                .map(traveler -> question.apply(traveler).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(answers).get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within %d s".formatted(LIMIT_SECONDS), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
