using System.Globalization;
using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// A customer has signed up, or a referral was reinstated, and a conversion that waited for that is judged. The engine reports it itself, one conversion
/// after the other.
/// </summary>
internal sealed record CatchUp : ReferralInputOf<CatchUp>
{
    [JsonConstructor]
    internal CatchUp()
    {
    }

    /// <summary>The customer.</summary>
    [JsonInclude]
    public CustomerId Customer { get; internal init; }

    /// <summary>The conversion that waited longest.</summary>
    [JsonInclude]
    public string ConversionId { get; internal init; } = string.Empty;

    /// <summary>How often the referral had been reinstated; 0 for what waited for the sign-up.</summary>
    [JsonInclude]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Round { get; internal init; }

    internal override string DerivedKey => Round == 0
        ? KeyText.Of("catch-up", ConversionId)
        : KeyText.Of("catch-up", Round.ToString(CultureInfo.InvariantCulture), ConversionId);
}
