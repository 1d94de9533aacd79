using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Codes;

namespace Referrals;

/// <summary>One person at a glance: known since when, the code, who referred them, what they hold, and what is open.</summary>
/// <remarks>For the team and for the application's own pages. What a participant may see of the reasons is in <see cref="ParticipantView"/>.</remarks>
public sealed record CustomerOverview
{
    internal CustomerOverview()
    {
    }

    /// <summary>Who.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>When the sign-up happened; <c>null</c> for somebody of whom only other things were told.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public required Instant? SignedUpAt { get; init; }

    /// <summary>Since when the person takes part as a referrer; <c>null</c> for one who does not.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public required Instant? EnrolledAt { get; init; }

    /// <summary>The segment; <c>null</c> for none.</summary>
    public required string? Segment { get; init; }

    /// <summary>The person's code and link; <c>null</c> for one who is not enrolled.</summary>
    public required ReferrerCode? Code { get; init; }

    /// <summary>Who referred the person, and how far that is; <c>null</c> where no referral was ever claimed.</summary>
    public required ReferralDetails? Referral { get; init; }

    /// <summary>How many friends the person has referred, those rejected later included.</summary>
    public required long Friends { get; init; }

    /// <summary>What the person holds now, one balance for each unit that the program gives.</summary>
    public IReadOnlyList<Balance> Balances => BalanceList;

    /// <summary>How far the person is with each rule: the tier, what the next step takes, what the caps leave.</summary>
    public IReadOnlyList<RuleProgress> Progress => ProgressList;

    /// <summary>The ban from referring that holds now; <c>null</c> for none.</summary>
    public required ReferrerBanned? Ban { get; init; }

    internal ValueList<Balance> BalanceList { get; init; } = [];

    internal ValueList<RuleProgress> ProgressList { get; init; } = [];
}

/// <summary>A customer who may not refer now.</summary>
public sealed record ReferrerBanned
{
    internal ReferrerBanned(CustomerId? customer, ReferrerBanState ban)
    {
        Customer = customer;
        Since = ban.From;
        Until = ban.Until;
        Reason = ban.Reason;
    }

    /// <summary>Who; <c>null</c> for a person who was erased.</summary>
    public CustomerId? Customer { get; }

    /// <summary>Since when.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant Since { get; }

    /// <summary>The first instant at which the customer may refer again; <c>null</c> for never.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? Until { get; }

    /// <summary>Why, as the reviewer wrote it. Not for participants.</summary>
    public string Reason { get; }
}

/// <summary>A code as it stands: whose it is, how it is shown, and whether it can be used.</summary>
public sealed record ReferrerCode
{
    internal ReferrerCode()
    {
    }

    /// <summary>The code in its canonical form.</summary>
    public required ReferralCode Code { get; init; }

    /// <summary>The code as it is shown to people, in groups.</summary>
    public required string DisplayCode { get; init; }

    /// <summary>The link; <c>null</c> if the program has no link template.</summary>
    public required string? Link { get; init; }

    /// <summary>Whose it is; <c>null</c> for a person who was erased.</summary>
    public required CustomerId? Owner { get; init; }

    /// <summary>When it was issued.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant IssuedAt { get; init; }

    /// <summary>Whether it can be used now, or why not.</summary>
    public required CodeStatus Status { get; init; }

    /// <summary>The code that took its place; <c>null</c> for none.</summary>
    public required ReferralCode? ReplacedBy { get; init; }

    /// <summary>How many sign-ups may use it; <c>null</c> for any number.</summary>
    public required long? UsageLimit { get; init; }

    /// <summary>How many sign-ups have used it; counted only for a code with a limit, else 0.</summary>
    public required long Uses { get; init; }

    internal static ReferrerCode Of(ReferralProgram program, ReferralCode code, CodeState state, long uses, Instant now, CustomerId? owner) => new()
    {
        Code = code,
        DisplayCode = program.Codes.Format(code),
        Link = program.Links?.Build(code),
        Owner = owner,
        IssuedAt = state.IssuedAt,
        Status = state.Life.At(now, uses),
        ReplacedBy = state.ReplacedBy,
        UsageLimit = state.UsageLimit,
        Uses = uses,
    };
}

/// <summary>A conversion of a customer, and what it earned whom.</summary>
public sealed record CustomerConversion
{
    internal CustomerConversion()
    {
    }

    /// <summary>The application's id of the conversion.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the event, such as <c>purchase</c>.</summary>
    public required string Name { get; init; }

    /// <summary>When it happened.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant At { get; init; }

    /// <summary>The amount; <c>null</c> for a conversion without one.</summary>
    public required Amount? Amount { get; init; }

    /// <summary>Its number among the customer's conversions of its name, from 1.</summary>
    public required int Ordinal { get; init; }

    /// <summary>What was refunded so far; <c>null</c> for a conversion without an amount.</summary>
    public required Amount? Refunded { get; init; }

    /// <summary>Whether nothing is left to refund.</summary>
    public required bool IsFullyRefunded { get; init; }

    /// <summary>What it earned, the customer and others; empty for nothing. Why it earned nothing, its decision tells.</summary>
    public IReadOnlyList<CustomerReward> Rewards => RewardList;

    internal ValueList<CustomerReward> RewardList { get; init; } = [];
}
