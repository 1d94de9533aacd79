using Referrals.Explanations;

namespace Referrals.Qualification.Plans;

/// <summary>A condition over a field: unknown where the field has no value.</summary>
internal abstract class FieldPlan(Field field, string code, string required) : LeafPlan(code, required)
{
    internal sealed override Truth Test(in RuleScope scope) =>
        field.Read(scope.Context, scope.Line) is { } value ? Test(value) : Truth.Unknown;

    private protected abstract Truth Test(string value);

    private protected sealed override CheckValue Actual(in RuleScope scope) =>
        field.Read(scope.Context, scope.Line) is { } value ? $"{field.Name} = {value}" : null;
}
