// SPDX-License-Identifier: Apache-2.0
package dev.joust.driving;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of docs/ARCHITECTURE.md within this module: how a synthetic frame comes to be, step by step. */
@AnalyzeClasses(packages = "dev.joust.driving", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String SYNTH = "dev.joust.driving.synth";

    @ArchTest
    static final ArchRule synthesisKnowsOnlyTheStepsBeforeIt = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("world")
            .definedBy(SYNTH + ".internal.world")
            .layer("figure")
            .definedBy(SYNTH + ".internal.figure")
            .layer("scene")
            .definedBy(SYNTH + ".internal.scene")
            .layer("paint")
            .definedBy(SYNTH + ".internal.paint")
            .layer("files")
            .definedBy(SYNTH + ".internal.files")
            .layer("entry")
            .definedBy(SYNTH)
            .whereLayer("world")
            .mayNotAccessAnyLayer()
            .whereLayer("figure")
            .mayOnlyAccessLayers("world")
            .whereLayer("scene")
            .mayOnlyAccessLayers("world", "figure")
            .whereLayer("paint")
            .mayOnlyAccessLayers("world", "figure", "scene")
            .whereLayer("files")
            .mayOnlyAccessLayers("world", "scene")
            .whereLayer("entry")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule nobodyElseReachesIntoSynthesis = noClasses()
            .that()
            .resideOutsideOfPackage(SYNTH + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SYNTH + ".internal..");

    @ArchTest
    static final ArchRule synthesisFormsNoCycles =
            slices().matching(SYNTH + ".internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("dev.joust.driving.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule synthesisKnowsNothingElseOfDriving = noClasses()
            .that()
            .resideInAPackage(SYNTH + "..")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "belong to another package of this module",
                    type -> type.getPackageName().startsWith("dev.joust.driving")
                            && !type.getPackageName().startsWith(SYNTH)));

    @ArchTest
    static final ArchRule internalTypesAreFinal = classes()
            .that()
            .resideInAPackage("dev.joust.driving..internal..")
            .and()
            .areTopLevelClasses()
            .and()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.FINAL);
}
