namespace Referrals.Rewards;

/// <summary>Rules that compete with each other, and who of them wins.</summary>
public sealed record RuleGroup
{
    internal RuleGroup(string name, Precedence precedence)
    {
        Name = name;
        Precedence = precedence;
    }

    /// <summary>The name by which rules say that they belong to it.</summary>
    public string Name { get; }

    /// <summary>Who wins.</summary>
    public Precedence Precedence { get; }
}
