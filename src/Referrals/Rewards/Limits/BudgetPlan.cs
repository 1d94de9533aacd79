using Referrals.Explanations;

namespace Referrals.Rewards.Limits;

/// <summary>A budget with the slot in which its use is kept.</summary>
internal sealed class BudgetPlan
{
    private readonly ValueText _left;
    private readonly ValueText _amount;

    internal BudgetPlan(Budget budget, int slot)
    {
        Budget = budget;
        Slot = slot;
        _left = ValueText.Of(budget.Amount.Unit, "left");
        _amount = ValueText.Of(budget.Amount.Unit);
    }

    internal Budget Budget { get; }

    internal int Slot { get; }

    internal Check Check(string code, bool passed, long left, long wanted) =>
        Explanations.Check.Of(code, passed, _left.Of(left), _amount.Of(wanted));
}
