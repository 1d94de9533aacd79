using Referrals.Qualification.Plans;

namespace Referrals.Rewards.Plans;

/// <summary>Sums the lines of an order that fulfil a condition.</summary>
internal static class OrderLines
{
    /// <returns>Whether any line does.</returns>
    internal static bool TrySum(in RuleScope scope, ConditionPlan? condition, out long minorUnits, out long quantity)
    {
        minorUnits = 0;
        quantity = 0;
        var any = false;
        foreach (var line in scope.Context.Conversion.Lines)
        {
            if (condition is null || condition.Test(scope.Of(line)) == Truth.True)
            {
                any = true;
                minorUnits = checked(minorUnits + line.Amount.MinorUnits);
                quantity += line.Quantity;
            }
        }

        return any;
    }
}
