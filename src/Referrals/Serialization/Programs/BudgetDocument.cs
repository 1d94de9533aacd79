namespace Referrals.Serialization;

/// <summary>The most that a program gives in one unit, in JSON.</summary>
internal sealed class BudgetDocument
{
    public string? Amount { get; set; }

    public string? WhenUsedUp { get; set; }
}
