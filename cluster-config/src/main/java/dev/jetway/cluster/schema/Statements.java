package dev.jetway.cluster.schema;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ResultSet;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;

/** CQL whose failure is a sentence. */
record Statements(CqlSession session) {

    ResultSet execute(SimpleStatement statement) {
        try {
            return session.execute(statement);
        } catch (DriverException e) {
            throw new SchemaException(
                    "Cassandra refused \"" + firstLine(statement.getQuery()) + "\": " + e.getMessage()
                            + ". What was applied so far stays; run it again when the cause is gone.",
                    e);
        }
    }

    /** @throws SchemaException also when the nodes do not agree on it in time */
    void define(String statement) {
        ResultSet result = execute(SimpleStatement.newInstance(statement));
        if (!result.getExecutionInfo().isSchemaInAgreement()) {
            throw new SchemaException("The Cassandra nodes did not agree on the schema in time after: "
                    + firstLine(statement) + ". See that all of them are up (nodetool describecluster), then run it "
                    + "again.");
        }
    }

    private static String firstLine(String statement) {
        return statement.lines().findFirst().orElse(statement);
    }
}
