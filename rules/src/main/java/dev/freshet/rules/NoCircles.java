package dev.freshet.rules;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;

/// Packages of a module do not import each other in a circle.
public record NoCircles() implements Rule {
  @Override
  public String sentence() {
    return "no packages import each other in a circle";
  }

  @Override
  public List<String> broken(Room room) {
    EvaluationResult result =
        SlicesRuleDefinition.slices()
            .assignedFrom(new ByPackage())
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true)
            .evaluate(
                room.classes()
                    .that(
                        DescribedPredicate.describe(
                            "in a package", type -> !type.getPackageName().isEmpty())));
    return List.copyOf(result.getFailureReport().getDetails());
  }

  private static final class ByPackage implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName());
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
