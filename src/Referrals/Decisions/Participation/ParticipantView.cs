using System.Text.Json.Serialization;
using NodaTime;
using Referrals.Explanations;
using Referrals.Ledger;

namespace Referrals;

/// <summary>What a participant may see of the program: what I have, what is pending and until when, what expires, what was refused and why.</summary>
public sealed record ParticipantView
{
    /// <summary>How many refusals are shown at most, each reason once.</summary>
    public const int MaxRefusals = 20;

    /// <summary>How many facts about refusals are looked through at most, the latest first.</summary>
    internal const int MaxRefusalsRead = 1_000;

    internal ParticipantView()
    {
    }

    /// <summary>Whose view.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>What the participant has, one holding for each unit in the order of their names.</summary>
    public required IReadOnlyList<ParticipantHolding> Holdings { get; init => field = value.ToValueList(); }

    /// <summary>The rewards, the oldest first.</summary>
    public required IReadOnlyList<ParticipantReward> Rewards { get; init => field = value.ToValueList(); }

    /// <summary>
    /// What did not count and why, the latest first. Each reason is here once, with the day when it last applied, so that many orders of one
    /// friend do not hide what matters. Where there are more than <see cref="MaxRefusals"/>, refused referrals and rejected rewards come first.
    /// </summary>
    public required IReadOnlyList<ParticipantRefusal> Refusals { get; init => field = value.ToValueList(); }

    /// <summary>The view as a pure function of what is stored.</summary>
    /// <param name="program">The program in force; it says whose reward a rule is about.</param>
    /// <param name="state">The state of the program; it has to hold the customer's rewards and accounts.</param>
    /// <param name="ledger">The ledger in the order in which it was posted; lines of other customers are skipped.</param>
    /// <param name="decisions">The decisions among which refusals are looked for, in order; those about others are skipped.</param>
    /// <param name="customer">Whose view.</param>
    /// <exception cref="ArgumentException">The customer is <c>default</c>.</exception>
    public static ParticipantView Of(
        ReferralProgram program,
        ProgramState state,
        IEnumerable<LedgerLine> ledger,
        IEnumerable<Decision> decisions,
        CustomerId customer)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(ledger);
        ArgumentNullException.ThrowIfNull(decisions);
        var lines = ledger.Where(line => line.Owner == InputText.Check(customer)).ToArray();
        var parts = RewardParts.Of(lines);
        var rewards = lines
            .Where(static line => line.Reward is not null)
            .Select(static line => line.Reward!.Value)
            .Distinct()
            .Select(id => state.TryFind(StateKeys.Reward(id), out var entry) ? entry.Value as RewardState : null)
            .OfType<RewardState>()
            .OrderBy(static reward => reward.GrantedAt)
            .ToArray();
        return new ParticipantView
        {
            Customer = customer,
            Holdings =
            [
                .. lines.Select(static line => line.Amount.Unit).Distinct().OrderBy(static unit => unit.ToString(), StringComparer.Ordinal)
                    .Select(unit => Holding(state, lines, rewards, customer, unit)),
            ],
            Rewards = [.. rewards.Select(reward => Reward(state, reward, parts))],
            Refusals = RefusalWords.Of(program, decisions, customer),
        };
    }

    private static ParticipantHolding Holding(
        ProgramState state, LedgerLine[] lines, RewardState[] rewards, CustomerId customer, Unit unit)
    {
        var held = rewards.Where(reward => reward.Stage == RewardStage.Held && reward.Granted.Unit == unit).ToArray();
        var reviewed = rewards.Where(reward => reward.Stage == RewardStage.InReview && reward.Granted.Unit == unit);
        var account = state.TryFind(StateKeys.Account(unit, customer), out var entry) ? entry.Value as AccountState : null;
        var expiring = (account?.Lots ?? []).Where(static lot => lot.ExpiresAt is not null);
        return new ParticipantHolding
        {
            Balance = LedgerBalance.Of(lines, customer, unit),
            Held = Sum(held, unit),
            NextAvailableAt = held.Min(reward => AvailableAt(state, reward)),
            InReview = Sum(reviewed, unit),
            Expiring =
            [
                .. expiring.GroupBy(static lot => lot.ExpiresAt!.Value).OrderBy(static lots => lots.Key)
                    .Select(lots => new ExpiringAmount(Amount.FromMinorUnits(lots.ToValueList().Total(), unit), lots.Key)),
            ],
        };
    }

    private static Amount Sum(IEnumerable<RewardState> rewards, Unit unit) =>
        rewards.Aggregate(Amount.Zero(unit), static (sum, reward) => sum + reward.Left);

    private static ParticipantReward Reward(
        ProgramState state, RewardState reward, Dictionary<RewardId, Dictionary<RewardStage, long>> parts)
    {
        var own = parts.TryGetValue(reward.Id, out var found) ? found : [];
        return new ParticipantReward
        {
            Id = reward.Id,
            Rule = reward.Rule,
            Granted = reward.Granted,
            GrantedAt = reward.GrantedAt,
            Stage = reward.IsPending || reward.Stage == RewardStage.Reversed ? reward.Stage : StageOf(own, reward.Stage),
            PendingUntil = PendingUntil(state, reward),
            Parts = own.Where(static part => part.Value > 0)
                .ToDictionary(static part => part.Key, part => Amount.FromMinorUnits(part.Value, reward.Granted.Unit)),
        };
    }

    /// <summary>When a held reward becomes available if nothing else happens; <c>null</c> where only a verdict can make it so.</summary>
    private static Instant? AvailableAt(ProgramState state, RewardState reward) =>
        !reward.WaitsForReferral ? reward.HeldUntil
        : HoldOf(state, reward) is { OnSilence: WhenOverdue.Approve } ? PendingUntil(state, reward)
        : null;

    private static Instant? PendingUntil(ProgramState state, RewardState reward) =>
        reward.Stage != RewardStage.Held || !reward.WaitsForReferral ? DueItems.DueAt(reward)
        : HoldOf(state, reward)?.Until is { } review ? Instant.Max(review, reward.HeldUntil ?? review)
        : null;

    private static ReferralHold? HoldOf(ProgramState state, RewardState reward) =>
        state.TryFind(StateKeys.Customer(reward.Referee), out var entry) ? (entry.Value as CustomerState)?.Referral?.Hold : null;

    private static RewardStage StageOf(Dictionary<RewardStage, long> parts, RewardStage otherwise) =>
        parts.GetValueOrDefault(RewardStage.Vested) > 0 ? RewardStage.Vested
        : parts.GetValueOrDefault(RewardStage.InPayout) > 0 ? RewardStage.InPayout
        : parts.Count == 0 ? otherwise
        : parts.MaxBy(static part => part.Value).Key;
}

/// <summary>What a participant has in one unit.</summary>
public sealed record ParticipantHolding
{
    internal ParticipantHolding()
    {
    }

    /// <summary>The balance: available, pending, on its way, owed.</summary>
    public required Balance Balance { get; init; }

    /// <summary>What of the pending amount is held.</summary>
    public required Amount Held { get; init; }

    /// <summary>When the next held reward becomes available; <c>null</c> where none is held.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? NextAvailableAt { get; init; }

    /// <summary>What of the pending amount is in review.</summary>
    public required Amount InReview { get; init; }

    /// <summary>What of the available amount expires, and when: the earliest first. What never expires is not here.</summary>
    public required IReadOnlyList<ExpiringAmount> Expiring { get; init => field = value.ToValueList(); }
}

/// <summary>One reward of a participant, and where in its life its parts are.</summary>
public sealed record ParticipantReward
{
    internal ParticipantReward()
    {
    }

    /// <summary>The reward.</summary>
    public required RewardId Id { get; init; }

    /// <summary>The incentive rule that granted it.</summary>
    public required string Rule { get; init; }

    /// <summary>What was granted.</summary>
    public required Amount Granted { get; init; }

    /// <summary>When the conversion that earned it happened.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public required Instant GrantedAt { get; init; }

    /// <summary>The stage of what can still change: pending, then vested, then on its way; else the stage in which most of it ended.</summary>
    public required RewardStage Stage { get; init; }

    /// <summary>When a hold or review ends; <c>null</c> where the reward is not pending.</summary>
    [JsonConverter(typeof(OptionalInstantJsonConverter))]
    public Instant? PendingUntil { get; init; }

    /// <summary>How much of it is in which stage; stages with nothing are not here.</summary>
    /// <remarks>What was taken back after its use stands both where it was used and under <see cref="RewardStage.Reversed"/>.</remarks>
    public required IReadOnlyDictionary<RewardStage, Amount> Parts { get; init => field = value.ToValueMap(); }
}

/// <summary>Something that did not count for a participant, and why, in the participant's words.</summary>
public sealed record ParticipantRefusal
{
    private readonly Check? _reason;
    private readonly string _outcome;
    private readonly Side _reader;

    internal ParticipantRefusal(LocalDate day, string code, Check? reason, string outcome, Side reader)
    {
        Day = day;
        Code = code;
        _reason = reason;
        _outcome = outcome;
        _reader = reader;
    }

    /// <summary>The day when it last happened, in the program's time zone. The time of day would tell a referrer when a friend bought.</summary>
    [JsonConverter(typeof(LocalDateJsonConverter))]
    public LocalDate Day { get; }

    /// <summary>The reason's stable code; that of the outcome where the participant may not know the reason.</summary>
    public string Code { get; }

    /// <summary>The reason in English, in full sentences without anything internal or about others.</summary>
    public string Message => ToText(ReferralTexts.English);

    /// <summary>The same in the words of a language, which may be the application's own.</summary>
    public string ToText(ReferralTexts texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return (_reason is null ? null : CheckText.Participant(_reason, _reader, texts)) ?? CheckText.Participant(_outcome, _reader, texts)
            ?? texts.Text("line.not_counted");
    }
}

/// <summary>An amount that can be used only until a time.</summary>
public sealed record ExpiringAmount
{
    internal ExpiringAmount(Amount amount, Instant expiresAt)
    {
        Amount = amount;
        ExpiresAt = expiresAt;
    }

    /// <summary>How much; above zero.</summary>
    public Amount Amount { get; }

    /// <summary>The first instant at which it can no longer be used.</summary>
    [JsonConverter(typeof(InstantJsonConverter))]
    public Instant ExpiresAt { get; }
}

/// <summary>
/// Finds what did not count for a participant, and says why in the participant's words: one reason for each input, and none for an
/// input that earned the participant something by another rule.
/// </summary>
internal static class RefusalWords
{
    /// <summary>Each reason once, the latest first.</summary>
    /// <param name="program">The program in force.</param>
    /// <param name="decisions">The decisions, in order.</param>
    /// <param name="customer">Who reads.</param>
    internal static IReadOnlyList<ParticipantRefusal> Of(ReferralProgram program, IEnumerable<Decision> decisions, CustomerId customer)
    {
        var latest = new Dictionary<(string Code, Side Side), (Decision Decision, Fact Fact, Check? Reason, int Place)>();
        var place = 0;
        foreach (var decision in decisions)
        {
            if (Find(program, decision, customer) is { } refusal)
            {
                latest[(ToldCode(decision, refusal.Reason, refusal.Fact, customer), Reader(refusal.Fact, customer))] =
                    (decision, refusal.Fact, refusal.Reason, place++);
            }
        }

        return
        [
            .. latest.OrderBy(static one => one.Value.Fact.Kind == FactKind.ConversionNotRewarded).ThenByDescending(static one => one.Value.Place)
                .Take(ParticipantView.MaxRefusals)
                .OrderByDescending(static one => one.Value.Place)
                .Select(one => new ParticipantRefusal(
                    one.Value.Fact.OccurredAt.InZone(program.Zone).Date,
                    one.Key.Code,
                    one.Value.Reason?.Told,
                    one.Value.Decision.Code,
                    one.Key.Side)),
        ];
    }

    /// <summary>What of a decision did not count for the customer; <c>null</c> for nothing, or where it earned the customer something.</summary>
    internal static (Fact Fact, Check? Reason)? Find(ReferralProgram program, Decision decision, CustomerId customer)
    {
        var refusals = decision.Facts.Where(fact => IsRefusal(program, fact, customer))
            .Select(fact => (Fact: fact, Reason: Reason(decision, fact, customer)))
            .ToArray();
        return refusals.Length > 0 && !decision.Grants.Any(grant => grant.Customer == customer) ? MostTelling(refusals) : null;
    }

    /// <summary>Of several rules that refused one conversion, one that at least was meant for its kind of event.</summary>
    private static (Fact Fact, Check? Reason) MostTelling((Fact Fact, Check? Reason)[] refusals)
    {
        var telling = Array.FindIndex(refusals, static refusal => refusal.Reason?.Reason.Code != ConditionCodes.Event);
        return refusals[Math.Max(telling, 0)];
    }

    /// <summary>On which side the customer reads about a fact: that of the customer who acted, or of the referrer.</summary>
    private static Side Reader(Fact fact, CustomerId customer) => fact.Customer == customer ? Side.Referee : Side.Referrer;

    private static string ToldCode(Decision decision, Check? reason, Fact fact, CustomerId customer)
    {
        var code = reason?.Told.Code ?? fact.Code ?? decision.Code;
        return CheckText.Participant(code, Reader(fact, customer), ReferralTexts.English) is null ? decision.Code : code;
    }

    /// <summary>Whether a fact tells of something that did not count for the customer. A rule that rewards the other side is not about it.</summary>
    internal static bool IsRefusal(ReferralProgram program, Fact fact, CustomerId customer) => fact.Kind switch
    {
        FactKind.ReferralRefused => fact.Customer == customer || fact.Referrer == customer,
        FactKind.ConversionNotRewarded => customer == (SideOf(program, fact.Rule) == Side.Referrer ? fact.Referrer : fact.Customer),
        FactKind.RewardReviewed => fact.Customer == customer && fact.Code is ("rejected" or "silence_rejected"),
        _ => false,
    };

    private static Side SideOf(ReferralProgram program, string? rule) =>
        program.Incentives.FirstOrDefault(incentive => string.Equals(incentive.Name, rule, StringComparison.Ordinal))?.Side ?? Side.Referrer;

    private static Check? Reason(Decision decision, Fact fact, CustomerId customer)
    {
        if (fact.Kind == FactKind.RewardReviewed)
        {
            return null;
        }

        var failed = decision.Explanation.Checks.Where(check => !check.Held && check.Rule == fact.Rule).ToArray();
        return Array.Find(failed, check => check.Owner == customer) ?? Array.Find(failed, static check => check.Owner is null) ?? failed.FirstOrDefault();
    }
}

/// <summary>How much of each reward is in which stage of its life, as a fold of its owner's ledger lines.</summary>
internal static class RewardParts
{
    internal static Dictionary<RewardId, Dictionary<RewardStage, long>> Of(IEnumerable<LedgerLine> lines)
    {
        var rewards = new Dictionary<RewardId, Dictionary<RewardStage, long>>();
        foreach (var posting in lines.GroupBy(static line => line.Posting))
        {
            var line = posting.FirstOrDefault(static line => line.Parts.Count > 0) ?? posting.First();
            if (!RewardLifecycle.TryFind(line.Step, out var transition))
            {
                continue;
            }

            foreach (var part in line.Parts.Count > 0
                ? line.Parts
                : [new LedgerPart { Reward = line.Reward, MinorUnits = Math.Abs(posting.Max(static one => Math.Abs(one.Amount.MinorUnits))) }])
            {
                if (part.Reward is { } reward)
                {
                    Move(rewards, reward, transition!, part.MinorUnits);
                }
            }
        }

        return rewards;
    }

    /// <summary>What was taken back after its use stays where it was used: nobody can use it a second time.</summary>
    private static void Move(
        Dictionary<RewardId, Dictionary<RewardStage, long>> rewards, RewardId reward, RewardTransition transition, long minorUnits)
    {
        if (!rewards.TryGetValue(reward, out var parts))
        {
            rewards[reward] = parts = [];
        }

        if (transition.From is { } from && transition.Step is not (RewardLifecycle.Owed or RewardLifecycle.WrittenOff))
        {
            parts[from] = parts.GetValueOrDefault(from) - minorUnits;
        }

        // What comes back after a write-off was taken back then.
        if (transition.Step != RewardLifecycle.Recovered)
        {
            parts[transition.To] = parts.GetValueOrDefault(transition.To) + minorUnits;
        }
    }
}
