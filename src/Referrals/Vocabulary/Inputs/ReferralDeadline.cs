using System.Text.Json.Serialization;

namespace Referrals;

/// <summary>
/// The passing of time for a held referral: silence decides its review, and the rewards that have waited for it are let go. The engine reports
/// it itself when it is told how late it is.
/// </summary>
internal sealed record ReferralDeadline : ReferralInputOf<ReferralDeadline>
{
    [JsonConstructor]
    internal ReferralDeadline()
    {
    }

    /// <summary>Whose referral it is.</summary>
    [JsonInclude]
    public CustomerId Referee { get; internal init; }

    internal override string DerivedKey => KeyText.Of("referral_deadline", Stamp, Referee.Value);

    internal static ReferralDeadline Of(CustomerId referee) => new() { Referee = InputText.Check(referee) };
}
