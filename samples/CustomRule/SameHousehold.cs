using Referrals;

namespace Bookshop;

/// <summary>Both live in one household: the shop reports a hash of the address with both. What follows is declared by the program.</summary>
/// <param name="attribute">The name of the attribute that holds the hash.</param>
public sealed class SameHousehold(string attribute) : IReferralGuard
{
    /// <summary>The name by which programs ask for it.</summary>
    public const string Name = "same-household";

    /// <summary>Makes the guard from what a program gives it.</summary>
    public static SameHousehold From(ParameterReader with)
    {
        ArgumentNullException.ThrowIfNull(with);
        return new SameHousehold(with.Text("attribute", otherwise: "household"));
    }

    /// <inheritdoc/>
    public GuardFinding Find(GuardContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RefereeAttributes.GetValueOrDefault(attribute) is { } home && home == context.ReferrerAttributes.GetValueOrDefault(attribute)
            ? GuardFinding.ObjectsTo("the same household", "another household")
            : GuardFinding.Passes();
    }
}
