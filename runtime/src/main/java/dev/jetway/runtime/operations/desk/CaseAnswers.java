package dev.jetway.runtime.operations.desk;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.StatusCode;
import akka.http.javadsl.model.StatusCodes;
import akka.http.javadsl.model.headers.RawHeader;
import dev.jetway.runtime.commitment.CaseAnswer;
import dev.jetway.runtime.gateway.http.HttpError;

/** Answers of the desk as HTTP. */
final class CaseAnswers {

    private CaseAnswers() {}

    static HttpResponse ok(String json) {
        return HttpResponse.create()
                .withStatus(StatusCodes.OK)
                .addHeader(RawHeader.create("Cache-Control", "no-store"))
                .withEntity(ContentTypes.APPLICATION_JSON, json);
    }

    /** @param page the case, when it is as was asked */
    static HttpResponse response(CaseAnswer answer, String page) {
        StatusCode status = switch (answer.kind()) {
            case AGREED -> StatusCodes.OK;
            case ABSENT -> StatusCodes.NOT_FOUND;
            case CONTRADICTED, NOT_NOW -> StatusCodes.CONFLICT;
        };
        return answer.kind() == CaseAnswer.Kind.AGREED
                ? ok(page)
                : HttpError.refusal(
                        status, answer.kind() == CaseAnswer.Kind.ABSENT ? "not_found" : "conflict", answer.sentence());
    }
}
