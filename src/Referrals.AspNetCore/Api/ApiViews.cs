using System.Text.Json.Serialization;

namespace Referrals.AspNetCore.Api;

/// <summary>What a program offers: for the page on which people share, and for that of their friends.</summary>
internal sealed record ProgramView(
    string Id, int Version, string Name, bool IsPaused, string Language, OfferView Referrer, OfferView Referee);

/// <summary>What one side reads: a headline, what it gets, and the terms.</summary>
internal sealed record OfferView(string Headline, string? Gets, string Summary, IReadOnlyList<TermsSectionView> Terms);

internal sealed record TermsSectionView(string Code, string Heading, IReadOnlyList<string> Sentences);

/// <summary>An amount: its value, its unit, and both as people of the request's culture write them.</summary>
internal sealed record AmountView(decimal Value, string Unit, string Text);

/// <summary>Whoever is signed in: code, link, ways to share, balances, progress, what did not count.</summary>
internal sealed record ParticipantState(
    bool IsEnrolled,
    bool IsBanned,
    CodeView? Code,
    IReadOnlyList<ShareView> Share,
    long Friends,
    IReadOnlyList<BalanceView> Balances,
    IReadOnlyList<ProgressView> Progress,
    IReadOnlyList<RefusalView> Refusals);

/// <summary>A code; <c>display</c> is how people read it, <c>status</c> whether it can be used now, such as <c>Usable</c>.</summary>
internal sealed record CodeView(string Value, string Display, string? Link, string Status);

/// <summary>A way to share: the link that names its channel, the message, and what opens the channel's own window.</summary>
internal sealed record ShareView(string Channel, string Name, string Link, string Text, string? Subject, string? OpensWith);

internal sealed record BalanceView(AmountView Available, AmountView Pending, AmountView InPayout, AmountView Owed);

/// <summary>How far a rule is: the count or sum so far and where the next step begins, or how much of a cap is left.</summary>
internal sealed record ProgressView(string Rule, decimal Reached, decimal? NextFrom, AmountView? LeftOfCap);

internal sealed record RefusalView(string Day, string Code, string Message);

/// <summary>A friend: no id and no name but the label that the application gives.</summary>
internal sealed record FriendView(string? Label, string Stage, string? Since, string? Reason, string? Message, IReadOnlyList<AmountView> Earned);

/// <summary>A reward: where it is, and what happens to it next and when.</summary>
internal sealed record RewardView(
    AmountView Granted,
    string GrantedAt,
    string Stage,
    bool WaitsForReview,
    AmountView Available,
    AmountView Reversed,
    string? Next,
    string? NextAt,
    string? Reason);

/// <summary>A page of a list, and the cursor of the next one; <c>null</c> after the last.</summary>
internal sealed record FriendsPage(IReadOnlyList<FriendView> Items, string? Next);

/// <summary>A page of a list, and the cursor of the next one; <c>null</c> after the last.</summary>
internal sealed record RewardsPage(IReadOnlyList<RewardView> Items, string? Next);

/// <summary>What a write came to: a decision code, and whether it is the first answer again.</summary>
internal sealed record Outcome(string Code, bool IsRepeated);

internal sealed record CodeRequest(string? Code);

internal sealed record ShareRequest(string? Channel);

internal sealed record ChoiceRequest(string? Rule, string? Option);

/// <summary>An error as RFC 9457 has it; <c>code</c> is a decision code of the SDK, or one of the codes of this API.</summary>
internal sealed record Problem(string Type, string Title, int Status, string Code, string? Detail);

/// <summary>How the API is written, whatever the host's own JSON looks like.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    MaxDepth = 8)]
[JsonSerializable(typeof(ProgramView))]
[JsonSerializable(typeof(ParticipantState))]
[JsonSerializable(typeof(CodeView))]
[JsonSerializable(typeof(FriendsPage))]
[JsonSerializable(typeof(RewardsPage))]
[JsonSerializable(typeof(Outcome))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(ShareRequest))]
[JsonSerializable(typeof(ChoiceRequest))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
