namespace Referrals;

/// <summary>
/// What earlier conversions of a period earn more once a higher step is reached: what all that stand are worth at the step, less what
/// they have earned already. The same tells how much of it goes back when one of them does, or when the step is no longer reached.
/// </summary>
internal sealed class RaisePlan
{
    private readonly long[] _from;
    private readonly long[]? _flat;
    private readonly ShareOf[]? _shares;

    /// <param name="table">The steps.</param>
    /// <param name="flat">What each step gives, in smallest parts, where all give flat amounts; <c>null</c> where they are percentages.</param>
    /// <param name="builder">What plans are made ready with.</param>
    internal RaisePlan(TierTable table, long[]? flat, RewardPlanBuilder builder)
    {
        var unit = table.TierList[0].Reward.Units[0];
        _from = [.. table.TierList.Select(tier => TierTable.Minor(table.Measure, tier.From, nameof(table)))];
        var raised = Measure.RuleConversions().In(table.Measure.Per);
        _flat = flat;
        if (flat is null)
        {
            raised = raised.Sum(unit);
            _shares = [.. table.TierList.Select(tier => new ShareOf(tier.Reward.PlainPercentageOf(unit)!.Value.Fraction, builder.Rounding))];
        }

        Slot = builder.Rules.Slot(raised);
        CountSlot = builder.Rules.Slot(table.Measure);
        EarnedSlot = builder.RaisableSlot(table.Measure.Per);
        builder.Rules.Mark(table.Measure);
        builder.Rules.Mark(raised);
        CountsCurrent = table.Measure.CountsCurrent;
        builder.RaiseOfRule = this;
    }

    /// <summary>The number of conversions that stand, or what they come to.</summary>
    internal int Slot { get; }

    /// <summary>The number by which the steps are reached.</summary>
    internal int CountSlot { get; }

    /// <summary>What the conversions that stand have earned.</summary>
    internal int EarnedSlot { get; }

    /// <summary>Whether a reward is a share of an amount, so that it shrinks with it.</summary>
    internal bool IsShare => _shares is not null;

    internal bool CountsCurrent { get; }

    internal long Of(in RuleScope scope, int step) => Math.Max(0, WorthAt(step, scope.Tally(Slot)) - scope.Tally(EarnedSlot));

    /// <summary>What conversions are worth at the step that a number reaches.</summary>
    internal long Worth(long number, long conversions)
    {
        var step = _from.Length - 1;
        while (step >= 0 && _from[step] > number)
        {
            step--;
        }

        return WorthAt(step, conversions);
    }

    private long WorthAt(int step, long conversions) => step < 0 ? 0
        : _flat is not null ? checked(conversions * _flat[step])
        : _shares![step].Of(conversions);
}
