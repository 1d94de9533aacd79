using Referrals.Explanations;
using Referrals.Qualification.Guards;
using Referrals.Rewards.Limits;
using Referrals.State;

namespace Referrals.Deciding.Inputs;

/// <summary>Whether a budget that closes the program is used up.</summary>
internal static class BudgetGuard
{
    internal static IEnumerable<Check> Decide(DecisionDraft draft) => draft.Program.Budgets
        .Where(static budget => budget.WhenUsedUp == BudgetEnd.Close)
        .Select(budget => Check.Of(
            GuardCodes.BudgetUsedUp,
            draft.ReadNumber(StateKeys.BudgetUsedUp(budget.Amount.Unit)) == 0,
            $"the budget of {budget}",
            "a budget that is not used up"));
}
