package dev.jetway.loadtests.sockets;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One frame of RFC 6455, as servers send them: not masked.
 *
 * @param kind its opcode
 * @param last no piece of the same message follows
 */
record Frame(int kind, boolean last, byte[] payload) {

    static final int TEXT = 0x1;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    private static final int FIN = 0x80;
    private static final int KIND = 0x0F;
    private static final int MASKED = 0x80;
    private static final int SHORT = 126;
    private static final int LONG = 127;
    private static final int MASK_BYTES = 4;

    /** Takes a frame off the buffer; empty, and the buffer as it was, while some of it is missing. */
    static Optional<Frame> read(ByteBuffer buffer) {
        int begin = buffer.position();
        if (buffer.remaining() >= 2) {
            int first = buffer.get();
            int length = length(buffer, buffer.get());
            if (length >= 0 && buffer.remaining() >= length) {
                var payload = new byte[length];
                buffer.get(payload);
                return Optional.of(new Frame(first & KIND, (first & FIN) != 0, payload));
            }
        }
        buffer.position(begin);
        return Optional.empty();
    }

    /** -1 while it is not all there. */
    private static int length(ByteBuffer buffer, int second) {
        return switch (second & ~MASKED) {
            case SHORT -> buffer.remaining() < Short.BYTES ? -1 : Short.toUnsignedInt(buffer.getShort());
            case LONG -> buffer.remaining() < Long.BYTES ? -1 : Math.toIntExact(buffer.getLong());
            default -> second & ~MASKED;
        };
    }

    /** A whole message as a client has to send it. The mask protects proxies from pages, and no measurement: it is 0. */
    static ByteBuffer masked(int kind, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + 14).put((byte) (FIN | kind));
        if (payload.length < SHORT) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << Short.SIZE) {
            frame.put((byte) (MASKED | SHORT)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | LONG)).putLong(payload.length);
        }
        return frame.put(new byte[MASK_BYTES]).put(payload).flip();
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }
}
