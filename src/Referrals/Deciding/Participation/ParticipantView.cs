using NodaTime;
using Referrals.Ledger;
using Referrals.Ledger.Life;
using Referrals.Ledger.Lots;
using Referrals.Ledger.Statements;
using Referrals.Programs;
using Referrals.State;
using Referrals.State.Accounts;
using Referrals.State.Guarding;

namespace Referrals.Deciding.Participation;

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
        reward.Stage != RewardStage.Held || !reward.WaitsForReferral ? DueWork.DueAt(reward)
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
