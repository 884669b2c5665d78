// SPDX-License-Identifier: Apache-2.0
package dev.joust;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Random;
import org.apache.arrow.memory.RootAllocator;

/** The walls of docs/ARCHITECTURE.md: three floors, imports only go down, and one door to lance-core. */
@AnalyzeClasses(packages = "dev.joust", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOF = "dev.joust";
    private static final String ENGINES = "dev.joust.internal..";

    private static final DescribedPredicate<JavaClass> VOCABULARY = DescribedPredicate.describe(
            "belong to the vocabulary",
            type -> type.getPackageName().startsWith("dev.joust.")
                    && !type.getPackageName().startsWith("dev.joust.internal"));

    @ArchTest
    static final ArchRule onlyOnePackageTalksToLance = noClasses()
            .that()
            .resideOutsideOfPackage("dev.joust.internal.lance..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.lance..");

    @ArchTest
    static final ArchRule theVocabularyKnowsNoEngine =
            noClasses().that(VOCABULARY).should().dependOnClassesThat().resideInAPackage(ENGINES);

    @ArchTest
    static final ArchRule nothingImportsTheRoof = noClasses()
            .that()
            .resideOutsideOfPackage(ROOF)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOF);

    @ArchTest
    static final ArchRule enginesFormNoCycles =
            slices().matching("dev.joust.internal.(*)..").should().beFreeOfCycles();

    /** The packages of the binding, and those of every other engine, one by one. */
    @ArchTest
    static final ArchRule packagesInsideAnEngineFormNoCycles =
            slices().matching("dev.joust.internal.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule vocabularyFormsNoCycles =
            slices().matching("dev.joust.(*)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule publicMethodsShowNoInternalType = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideOutsideOfPackage(ENGINES)
            .and()
            .areDeclaredInClassesThat()
            .arePublic()
            .should(showAnInternalType());

    @ArchTest
    static final ArchRule memoryHasOneRoot = noClasses()
            .that()
            .resideOutsideOfPackage("dev.joust.internal.arrow")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(RootAllocator.class);

    @ArchTest
    static final ArchRule theLibraryPrintsNothing = noClasses().should().accessField(System.class, "out");

    @ArchTest
    static final ArchRule randomnessHasASeed = noClasses().should().callConstructor(Random.class);

    @ArchTest
    static final ArchRule enginesAreFinal = classes()
            .that()
            .resideInAPackage(ENGINES)
            .and()
            .arePublic()
            .and()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .doNotHaveModifier(JavaModifier.ABSTRACT)
            .should()
            .haveModifier(JavaModifier.FINAL);

    private static ArchCondition<JavaMethod> showAnInternalType() {
        return new ArchCondition<>("show an internal type") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean shows = isInternal(method.getRawReturnType())
                        || method.getRawParameterTypes().stream().anyMatch(ArchitectureTest::isInternal);
                events.add(new SimpleConditionEvent(method, shows, method.getFullName()));
            }
        };
    }

    private static boolean isInternal(JavaClass type) {
        return type.getPackageName().startsWith("dev.joust.internal");
    }
}
