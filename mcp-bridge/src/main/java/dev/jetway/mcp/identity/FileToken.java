package dev.jetway.mcp.identity;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** One token for everybody, which somebody put into a file. When it is refused the file is read again. */
public final class FileToken implements TokenSource {

    private final SecretFile file;

    /** @throws IllegalArgumentException if the file cannot be read or holds no bearer token */
    public FileToken(Path file, Executor blocking) {
        this.file = new SecretFile(file, "auth.bearer-file", Bearer.TOKEN, blocking);
    }

    @Override
    public CompletionStage<String> token(Principal principal) {
        return CompletableFuture.completedFuture(file.current());
    }

    @Override
    public CompletionStage<String> another(Principal principal, String refused) {
        return file.current().equals(refused) ? file.reread() : token(principal);
    }

    @Override
    public String describe(Principal principal) {
        return "the one in auth.bearer-file";
    }
}
