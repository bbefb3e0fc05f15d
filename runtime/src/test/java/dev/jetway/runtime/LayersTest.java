package dev.jetway.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which room may know which. The class path keeps Akka out of {@code agents}; this keeps order in the node. */
@AnalyzeClasses(packages = "dev.jetway", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule whatAConversationIsDoesNotKnowAkka = noClasses()
            .that()
            .resideInAPackage("dev.jetway.runtime.conversation")
            .and()
            .haveNameNotMatching(
                    ".*\\.(ConversationEntity|ReplicatedEntity|Audience|Confirming|Visitors|WorkUnderWay)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("akka..", "com.typesafe.akka..");

    @ArchTest
    static final ArchRule agentsKnowNobody = noClasses()
            .that()
            .resideInAPackage("dev.jetway.agents..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.jetway.mcp..", "dev.jetway.runtime..", "dev.jetway.cluster..", "akka..");

    @ArchTest
    static final ArchRule theBridgeDoesNotKnowTheNode = noClasses()
            .that()
            .resideInAPackage("dev.jetway.mcp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.jetway.runtime..", "dev.jetway.cluster..");

    @ArchTest
    static final ArchRule clusterConfigKnowsNobody = noClasses()
            .that()
            .resideInAPackage("dev.jetway.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.jetway.runtime..", "dev.jetway.mcp..", "dev.jetway.agents..", "akka..");

    @ArchTest
    static final ArchRule conversationsKnowNoOtherRoom = noClasses()
            .that()
            .resideInAPackage("dev.jetway.runtime.conversation..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.jetway.runtime.gateway..",
                    "dev.jetway.runtime.coordination..",
                    "dev.jetway.runtime.commitment..",
                    "dev.jetway.runtime.operations..",
                    "dev.jetway.runtime.cli..",
                    "dev.jetway.mcp..");

    @ArchTest
    static final ArchRule theGatewayKnowsConversationsOnly = noClasses()
            .that()
            .resideInAPackage("dev.jetway.runtime.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.jetway.runtime.coordination..",
                    "dev.jetway.runtime.commitment..",
                    "dev.jetway.runtime.operations..",
                    "dev.jetway.mcp..");

    @ArchTest
    static final ArchRule noTwoRoomsNeedEachOther =
            slices().matching("dev.jetway.runtime.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noTwoDoorsNeedEachOther =
            slices().matching("dev.jetway.runtime.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule whatAllDoorsShareKnowsNoneOfThem = noClasses()
            .that()
            .resideInAPackage("dev.jetway.runtime.gateway")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.jetway.runtime.gateway.agui..",
                    "dev.jetway.runtime.gateway.socket..",
                    "dev.jetway.runtime.gateway.sse..",
                    "dev.jetway.runtime.gateway.copilotkit..",
                    "dev.jetway.runtime.gateway.http..");
}
