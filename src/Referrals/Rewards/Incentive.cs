using Referrals.Qualification;
using Referrals.Rewards.Life;
using Referrals.Rewards.Parts;

namespace Referrals.Rewards;

/// <summary>One rule of a program: who gets what, when, how often at most, and what becomes of it later. Data; equal rules are equal values.</summary>
public sealed record Incentive
{
    internal Incentive(string name, Side side, Condition when, RewardFormula formula)
    {
        Name = name;
        Side = side;
        When = when;
        Formula = formula;
    }

    /// <summary>The rule's name, unique in its program: 1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>. Explanations and ids of rewards carry it.</summary>
    public string Name { get; }

    /// <summary>Who is rewarded.</summary>
    public Side Side { get; }

    /// <summary>What the conversion must fulfil, besides the program's own qualification.</summary>
    public Condition When { get; }

    /// <summary>How much.</summary>
    public RewardFormula Formula { get; }

    /// <summary>The most that one customer can earn by this rule; <c>null</c> for no limit.</summary>
    public Cap? Cap { get; internal init; }

    /// <summary>How a referrer's reward is shared with those above; <c>null</c>, the default, for not at all.</summary>
    public UplineLevels? Levels { get; internal init; }

    /// <summary>How long a reward is held before its owner can use it; <c>null</c> for not at all.</summary>
    public Window? Hold { get; internal init; }

    /// <summary>Who has to approve a reward and until when; <c>null</c>, the default, for nobody.</summary>
    public ReviewRule? Review { get; internal init; }

    /// <summary>Until when a vested reward can be used; <c>null</c>, the default, for ever.</summary>
    public RewardExpiry? Expiry { get; internal init; }

    /// <summary>What a refund does.</summary>
    /// <value>The default is <see cref="RefundPolicy.Reverse"/>.</value>
    public RefundPolicy OnRefund { get; internal init; } = RefundPolicy.Reverse;
}
