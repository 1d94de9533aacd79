using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// A conversion is another one than was reported: lines were added or exchanged, an amount or a currency was wrong. Rewards become what the right
/// conversion would have earned when it was decided, by the version of the program that decided it.
/// </summary>
/// <remarks>
/// The ledger keeps what was granted and adds the difference. Of several amendments of a conversion the one with the latest time counts, in whatever
/// order they come. An order that moves to another customer, or becomes another event, is refunded whole and reported under another id.
/// Rewards for milestones, for stages of a deal and for steps that raise earlier rewards follow their numbers: what an amendment adds to a number is
/// looked at with the next conversion.
/// </remarks>
/// <example><code>
/// await referrals.AmendAsync(Amendment.Of("edit-1", Conversion.Of(bob, "order-17", "purchase", Amount.Of(120m, "EUR"))));
/// </code></example>
public sealed record Amendment : ReferralInputOf<Amendment>
{
    [JsonConstructor]
    internal Amendment()
    {
    }

    /// <summary>The application's id of the amendment, unique in the program.</summary>
    [JsonInclude]
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The conversion as it should have been reported, under its id.</summary>
    [JsonInclude]
    public Conversion Conversion { get; internal init; } = null!;

    internal override string DerivedKey => KeyText.Of("amendment", Id);

    /// <summary>Reports what a conversion should have been. It may come before the conversion.</summary>
    /// <param name="id">The application's id of the amendment: 1 to 128 characters, unique in the program.</param>
    /// <param name="conversion">The whole conversion, with all its parts, under the id that it was reported with. Its time and signals do not matter.</param>
    /// <exception cref="ArgumentException">The id is empty or too long.</exception>
    public static Amendment Of(string id, Conversion conversion)
    {
        ArgumentNullException.ThrowIfNull(conversion);
        return new Amendment { Id = InputText.Check(id), Conversion = conversion with { OccurredAt = null, ExplicitKey = null, Signals = null } };
    }
}
