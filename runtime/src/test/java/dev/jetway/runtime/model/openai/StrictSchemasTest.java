package dev.jetway.runtime.model.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictSchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'object','properties':{},'required':[],'additionalProperties':false}", """
                {'type':'object','properties':{'a':{'type':['string','null']},'b':{'type':'array','items':
                 {'type':'object','properties':{'c':{'anyOf':[{'type':'string'},{'$ref':'#/$defs/d'}]}},
                  'required':['c'],'additionalProperties':false}}},
                 'required':['a','b'],'additionalProperties':false,
                 '$defs':{'d':{'type':'object','properties':{},'required':[],'additionalProperties':false}}}"""})
    void closedObjectsThatNeedAllTheirFieldsAreStrict(String schema) throws JsonProcessingException {
        assertThat(StrictSchemas.contain(JSON.readTree(schema.replace('\'', '"'))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'array','items':{'type':'string'}}",
                "{'type':'object'}",
                "{'type':'object','properties':{'a':{}},'required':[],'additionalProperties':false}",
                "{'type':'object','properties':{'a':{}},'required':['a']}",
                "{'type':'object','properties':{'a':{'minLength':1}},'required':['a'],'additionalProperties':false}",
                """
                {'type':'object','properties':{'a':{'type':'array','items':{'type':'object'}}},
                 'required':['a'],'additionalProperties':false}""",
                """
                {'type':'object','properties':{'a':{'anyOf':[{'oneOf':[]}]}},
                 'required':['a'],'additionalProperties':false}""",
                """
                {'type':'object','properties':{},'required':[],'additionalProperties':false,
                 '$defs':{'d':{'type':['object','null']}}}"""
            })
    void othersAreNot(String schema) throws JsonProcessingException {
        assertThat(StrictSchemas.contain(JSON.readTree(schema.replace('\'', '"'))))
                .isFalse();
    }
}
