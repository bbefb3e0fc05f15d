package dev.jetway.runtime.gateway.agui;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

/** Checks events against the schema of AG-UI 1.0. */
public final class AgUiSchema {

    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(AgUiSchema.class.getResourceAsStream("/description/agui-1.0-events.schema.json"));

    private AgUiSchema() {}

    public static void check(String event) {
        assertThat(SCHEMA.validate(event, InputFormat.JSON)).as(event).isEmpty();
        assertThat(event).as("no nulls").doesNotContain(":null");
    }
}
