namespace Referrals.Qualification;

/// <summary>What has been stored that rules ask for. The engine reads it from the store; a test or a preview can make it up.</summary>
public interface IRuleState
{
    /// <summary>The number that is kept in a slot of the plan; see <see cref="RuleTally"/>. Without the conversion that is decided.</summary>
    /// <param name="slot">The place of the tally in the plan's list, from 0.</param>
    /// <param name="owner">Whose number: the one whom the rule rewards.</param>
    long Tally(int slot, CustomerId owner);

    /// <summary>The option that a customer has chosen for a rule; <c>null</c> for none, which means the rule's default.</summary>
    string? Choice(string rule, CustomerId owner);
}
