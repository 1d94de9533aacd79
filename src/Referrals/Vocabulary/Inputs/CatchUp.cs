using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>A customer has signed up, and a conversion that waited for that is judged. The engine reports it itself, one conversion after the other.</summary>
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

    internal override string DerivedKey => KeyText.Of("catch-up", ConversionId);
}
