namespace Referrals.Rewards.Tables;

/// <summary>A step of a table: from where on, and what it earns.</summary>
public sealed record Tier
{
    private Tier(decimal from, RewardFormula reward, string? name)
    {
        From = from;
        Reward = reward;
        Name = name;
    }

    /// <summary>From where on: a count, or whole units of money such as 1000 for 1,000 EUR.</summary>
    public decimal From { get; }

    /// <summary>What it earns.</summary>
    public RewardFormula Reward { get; }

    /// <summary>Its name for people, such as <c>Gold</c>; <c>null</c> for none.</summary>
    public string? Name { get; }

    /// <summary>A step.</summary>
    /// <param name="from">Not negative.</param>
    /// <param name="reward">What it earns.</param>
    /// <param name="name">1 to 128 characters; <c>null</c> for none.</param>
    /// <exception cref="ArgumentException">A value breaks these rules.</exception>
    public static Tier Of(decimal from, RewardFormula reward, string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentNullException.ThrowIfNull(reward);
        return new Tier(from, reward, name is null ? null : InputText.Check(name));
    }
}
