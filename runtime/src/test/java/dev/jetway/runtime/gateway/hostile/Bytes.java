package dev.jetway.runtime.gateway.hostile;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** WebSocket frames byte by byte, right ones and wrong ones. */
final class Bytes {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /** Nothing follows. */
    static final int FIN = 0x80;

    private static final int MASKED = 0x80;
    private static final byte[] MASK = {0x37, (byte) 0xFA, 0x21, 0x3D};

    private Bytes() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One text message in one frame, as a client sends it. */
    static byte[] text(String text) {
        return frame(FIN | TEXT, utf8(text));
    }

    /** @param first the frame's first byte: its end, reserved bits and kind */
    static byte[] frame(int first, byte[] payload) {
        return join(head(first, payload.length), masked(payload));
    }

    /** A frame as only a server may send it. */
    static byte[] unmasked(int first, byte[] payload) {
        return join(new byte[] {(byte) first, (byte) payload.length}, payload);
    }

    /** All of a frame but its payload. */
    static byte[] head(int first, long length) {
        var head = ByteBuffer.allocate(14).put((byte) first);
        if (length >= 0 && length < 126) {
            head.put((byte) (MASKED | length));
        } else if (length >= 0 && length < 65_536) {
            head.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            head.put((byte) (MASKED | 127)).putLong(length);
        }
        head.put(MASK).flip();
        var bytes = new byte[head.remaining()];
        head.get(bytes);
        return bytes;
    }

    static byte[] masked(byte[] payload) {
        var masked = new byte[payload.length];
        for (int i = 0; i < payload.length; i++) {
            masked[i] = (byte) (payload[i] ^ MASK[i % MASK.length]);
        }
        return masked;
    }

    static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] repeat(byte[] part, int times) {
        var all = new ByteArrayOutputStream(part.length * times);
        for (int i = 0; i < times; i++) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
