using Referrals.Explanations;

namespace Referrals.Rewards.Limits;

/// <summary>A cap with the slot in which its use is kept.</summary>
internal sealed class CapPlan
{
    private readonly ValueText _used;
    private readonly string _limit;
    private readonly Unit _unit;

    internal CapPlan(Cap cap, int slot)
    {
        Cap = cap;
        Slot = slot;
        _used = cap.Amount is { } amount ? ValueText.Of(amount.Unit, "used") : ValueText.Counted("used");
        _limit = cap.ToString();
        Limit = cap.Limit;
        IsCount = cap.Amount is null;
        Clamps = cap.AtCap == CapAction.Clamp && !IsCount;
        _unit = cap.Amount?.Unit ?? default;
    }

    internal Cap Cap { get; }

    internal long Limit { get; }

    internal bool IsCount { get; }

    internal bool Clamps { get; }

    internal int Slot { get; }

    /// <summary>Whether the cap limits rewards of a unit at all.</summary>
    internal bool Limits(in Unit unit) => IsCount || _unit == unit;

    internal Check Check(string code, bool passed, long used) => Explanations.Check.Of(code, passed, _used.Of(used), _limit);
}
