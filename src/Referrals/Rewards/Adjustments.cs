namespace Referrals;

/// <summary>A reward, or a part of it, that goes to a cause instead of the customer.</summary>
/// <remarks>The cause has an account of its own in the ledger, called <c>cause:</c> and its name.</remarks>
public sealed record Donation
{
    private Donation(string cause, Percentage share)
    {
        Cause = cause;
        Share = share;
    }

    /// <summary>The name of the cause.</summary>
    public string Cause { get; }

    /// <summary>Which part of the reward.</summary>
    public Percentage Share { get; }

    /// <summary>The cause's account.</summary>
    public CustomerId Account => CustomerId.From("cause:" + Cause);

    /// <summary>A donation.</summary>
    /// <param name="cause">1 to 64 characters out of <c>a-z A-Z 0-9 . _ -</c>.</param>
    /// <param name="share">Above 0 %, at most 100 %.</param>
    /// <exception cref="ArgumentException">The name or the share breaks these rules.</exception>
    public static Donation Of(string cause, Percentage share)
    {
        ArgumentNullException.ThrowIfNull(cause);
        return !IdText.IsValid(cause, IdText.Name)
            ? throw new ArgumentException($"'{cause}' is not a valid name of a cause; use 1 to 64 characters out of a-z, A-Z, 0-9, '.', '_' and '-'.", nameof(cause))
            : share.Fraction is > 0 and <= 1
                ? new Donation(cause, share)
                : throw new ArgumentOutOfRangeException(nameof(share), share, "A donation is above 0 %, at most 100 % of the reward.");
    }

    /// <summary>Such as <c>50 % to red-cross</c>.</summary>
    public override string ToString() => $"{Share} to {Cause}";
}

/// <summary>Makes a reward larger or smaller while a condition holds, such as double points on a weekend.</summary>
public sealed record Multiplier
{
    private Multiplier(decimal factor, Condition when)
    {
        Factor = factor;
        When = when;
    }

    /// <summary>By how much: 2 doubles.</summary>
    public decimal Factor { get; }

    /// <summary>When.</summary>
    public Condition When { get; }

    /// <summary>A multiplier.</summary>
    /// <param name="factor">Above 0, at most 100, with at most 4 decimal digits.</param>
    /// <param name="when">When it applies.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is outside its range or finer.</exception>
    public static Multiplier Of(decimal factor, Condition when)
    {
        ArgumentNullException.ThrowIfNull(when);
        return factor is > 0 and <= 100 && decimal.Round(factor, 4) == factor
            ? new Multiplier(factor, when)
            : throw new ArgumentOutOfRangeException(nameof(factor), factor, "A factor is above 0, at most 100, and has at most 4 decimals.");
    }
}

/// <summary>What several multipliers of one rule make together.</summary>
public enum MultiplierMode
{
    /// <summary>Their product: 2 and 1.5 make 3. The default.</summary>
    Multiply = 0,

    /// <summary>What each adds to one, together: 2 and 1.5 make 2.5.</summary>
    Add = 1,

    /// <summary>The largest: 2 and 1.5 make 2.</summary>
    Largest = 2,
}

/// <summary>Another reward for some: a partner's own rate, a group's, or that of one link.</summary>
public sealed record RewardOverride
{
    private RewardOverride(Condition when, RewardFormula formula)
    {
        When = when;
        Formula = formula;
    }

    /// <summary>For whom.</summary>
    public Condition When { get; }

    /// <summary>How much instead.</summary>
    public RewardFormula Formula { get; }

    /// <summary>An override.</summary>
    public static RewardOverride Of(Condition when, RewardFormula formula)
    {
        ArgumentNullException.ThrowIfNull(when);
        ArgumentNullException.ThrowIfNull(formula);
        return new RewardOverride(when, formula);
    }
}
