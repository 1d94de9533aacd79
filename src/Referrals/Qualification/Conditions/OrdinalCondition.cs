using System.Globalization;
using Referrals.Explanations;
using Referrals.Qualification.Plans;

namespace Referrals.Qualification.Conditions;

/// <summary>The nth conversion of its name; or every nth, where <paramref name="Every"/> is set.</summary>
internal sealed record OrdinalCondition(int Ordinal, bool Every = false) : Condition
{
    internal override ConditionPlan Compile(RulePlanBuilder builder) => new Plan(Ordinal, Every);

    /// <summary>1st, 2nd, 3rd, 4th; 11th to 13th.</summary>
    private static string Ranked(int number) => number.ToString(CultureInfo.InvariantCulture) + ((number % 100, number % 10) switch
    {
        (11 or 12 or 13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    });

    private sealed class Plan(int ordinal, bool every) : LeafPlan(
        every ? ConditionCodes.EveryNth : ConditionCodes.Ordinal,
        every ? $"every {Ranked(ordinal)}" : ordinal.ToString(CultureInfo.InvariantCulture))
    {
        internal override Truth Test(in RuleScope scope) =>
            Of(every ? scope.Context.Ordinal % ordinal == 0 : scope.Context.Ordinal == ordinal);

        private protected override CheckValue Actual(in RuleScope scope) => ValueText.Number.Of(scope.Context.Ordinal);
    }
}
