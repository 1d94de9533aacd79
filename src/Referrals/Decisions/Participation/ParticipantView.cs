using NodaTime;
using Referrals.Explanations;
using Referrals.Hosting;
using Referrals.Ledger;

namespace Referrals;

/// <summary>What a participant may see of the program: what I have, what is pending and until when, what expires, what was refused and why.</summary>
public sealed record ParticipantView
{
    /// <summary>How many refusals are shown at most: the latest.</summary>
    public const int MaxRefusals = 20;

    internal ParticipantView()
    {
    }

    /// <summary>Whose view.</summary>
    public required CustomerId Customer { get; init; }

    /// <summary>What the participant has, one holding for each unit in the order of their names.</summary>
    public required IReadOnlyList<ParticipantHolding> Holdings { get; init; }

    /// <summary>The rewards, the oldest first.</summary>
    public required IReadOnlyList<ParticipantReward> Rewards { get; init; }

    /// <summary>What did not count and why, the latest first.</summary>
    public required IReadOnlyList<ParticipantRefusal> Refusals { get; init; }

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
            Refusals = [.. RefusalWords.Of(program, decisions, customer).Reverse().Take(MaxRefusals)],
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
    public Instant? NextAvailableAt { get; init; }

    /// <summary>What of the pending amount is in review.</summary>
    public required Amount InReview { get; init; }

    /// <summary>What of the available amount expires, and when: the earliest first. What never expires is not here.</summary>
    public required IReadOnlyList<ExpiringAmount> Expiring { get; init; }
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
    public required Instant GrantedAt { get; init; }

    /// <summary>The stage of what can still change: pending, then vested, then on its way; else the stage in which most of it ended.</summary>
    public required RewardStage Stage { get; init; }

    /// <summary>When a hold or review ends; <c>null</c> where the reward is not pending.</summary>
    public Instant? PendingUntil { get; init; }

    /// <summary>How much of it is in which stage; stages with nothing are not here.</summary>
    /// <remarks>What was taken back after its use stands both where it was used and under <see cref="RewardStage.Reversed"/>.</remarks>
    public required IReadOnlyDictionary<RewardStage, Amount> Parts { get; init; }
}

/// <summary>Something that did not count for a participant, and why, in the participant's words.</summary>
public sealed record ParticipantRefusal
{
    internal ParticipantRefusal(Instant at, string code, string words)
    {
        At = at;
        Code = code;
        Words = words;
    }

    /// <summary>When it happened.</summary>
    public Instant At { get; }

    /// <summary>The reason's stable code.</summary>
    public string Code { get; }

    /// <summary>The reason, in a full sentence without anything internal.</summary>
    public string Words { get; }
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
    public Instant ExpiresAt { get; }
}

/// <summary>
/// Finds what did not count for a participant, and says why in the participant's words: one reason for each input, and none for an
/// input that earned the participant something by another rule.
/// </summary>
internal static class RefusalWords
{
    internal static IEnumerable<ParticipantRefusal> Of(ReferralProgram program, IEnumerable<Decision> decisions, CustomerId customer)
    {
        foreach (var decision in decisions)
        {
            var refusals = decision.Facts.Where(fact => IsRefusal(program, fact, customer)).Select(fact => (Fact: fact, Reason: Reason(decision, fact)));
            if (refusals.ToArray() is { Length: > 0 } all && !decision.Grants.Any(grant => grant.Customer == customer))
            {
                yield return Tell(decision, MostTelling(all));
            }
        }
    }

    /// <summary>Of several rules that refused one conversion, one that at least was meant for its kind of event.</summary>
    private static (Fact Fact, Check? Reason) MostTelling((Fact Fact, Check? Reason)[] refusals)
    {
        var telling = Array.FindIndex(refusals, static refusal => refusal.Reason?.Reason.Code != ConditionCodes.Event);
        return refusals[Math.Max(telling, 0)];
    }

    private static ParticipantRefusal Tell(Decision decision, (Fact Fact, Check? Reason) refusal) => new(
        refusal.Fact.OccurredAt,
        refusal.Reason?.Reason.Code ?? refusal.Fact.Code ?? decision.Code,
        (refusal.Reason is null ? null : CheckText.Participant(refusal.Reason.Told)) ?? CheckText.Participant(decision.Code) ?? "This did not count.");

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

    private static Check? Reason(Decision decision, Fact fact) => fact.Kind == FactKind.RewardReviewed
        ? null
        : decision.Explanation.Checks.FirstOrDefault(check => !check.Held && check.Rule == fact.Rule);
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

        parts[transition.To] = parts.GetValueOrDefault(transition.To) + minorUnits;
    }
}
