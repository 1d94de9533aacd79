namespace Referrals.Serialization.Programs.Documents;

/// <summary>A donation in JSON.</summary>
internal sealed class DonationDocument
{
    public string? Cause { get; set; }

    public decimal? Percent { get; set; }
}
