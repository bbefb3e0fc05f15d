package dev.jetway.mcp.identity;

import java.util.concurrent.CompletionStage;

/**
 * Where the tokens come from that one server is sent. A token is only ever given for the principal it was
 * asked for. Safe for use by many threads; never blocks.
 */
public sealed interface TokenSource permits NoTokens, MintedTokens, ExchangedTokens, FileToken {

    /** What is sent where there is no token. */
    String NONE = "";

    /**
     * The token to send for somebody, {@link #NONE} if there is none for them. Fails with a {@link
     * TokenUnavailableException} if there has to be one and none can be had; then nothing may be sent.
     */
    CompletionStage<String> token(Principal principal);

    /**
     * Another token than one that the server has refused, which is forgotten. The same one if there is no
     * other. Fails as {@link #token} does.
     */
    CompletionStage<String> another(Principal principal, String refused);

    /** What kind of token it is, to go on after "our token was refused: ". */
    String describe(Principal principal);
}
