namespace Referrals.Rewards.Tables;

/// <summary>One of the rewards that a customer can choose from.</summary>
public sealed record RewardOption
{
    private RewardOption(string name, RewardFormula reward)
    {
        Name = name;
        Reward = reward;
    }

    /// <summary>The name by which it is chosen.</summary>
    public string Name { get; }

    /// <summary>What it earns.</summary>
    public RewardFormula Reward { get; }

    /// <summary>An option.</summary>
    /// <exception cref="ArgumentException">The name is empty or longer than 128 characters.</exception>
    public static RewardOption Of(string name, RewardFormula reward)
    {
        ArgumentNullException.ThrowIfNull(reward);
        return new RewardOption(InputText.Check(name), reward);
    }
}
