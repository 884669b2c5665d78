// SPDX-License-Identifier: Apache-2.0
package dev.joust.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls within the command line: commands know the session, the session knows printing, printing knows nobody. */
@AnalyzeClasses(packages = "dev.joust.cli", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule printingKnowsNoOtherPackage = noClasses()
            .that()
            .resideInAPackage("dev.joust.cli.print")
            .should()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "belong to another package of the command line",
                    type -> type.getPackageName().startsWith("dev.joust.cli")
                            && !type.getPackageName().equals("dev.joust.cli.print")));

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("dev.joust.cli.(*)..").should().beFreeOfCycles();
}
