using Referrals.Exports.Writing;
using Referrals.Ledger;

namespace Referrals.Exports.Tables;

/// <summary>
/// Rewards, as far as they wait, can be used or were used. What somebody has used comes before what they still have: an import grants and pays the first
/// while nothing else is there, so that exactly what is left here is left there, with its own end.
/// </summary>
internal sealed class RewardTable(string name, CsvWriter writer) : PersonTable(name, writer)
{
    internal static readonly string[] Headings =
    [
        "reward_id", "person_id", "amount", "unit", "status", "granted_at", "held_until", "expires_at", "paid_at", "rule", "side", "for_customer", "for_conversion",
        "stage", "granted", "taken_back", "expired",
    ];

    /// <summary>What is behind the id of the part of a reward that was used, where another part is left.</summary>
    internal const string UsedPart = "/used";

    internal override async ValueTask WriteAsync(ExportedPerson person, CancellationToken cancellationToken)
    {
        var first = await person.RewardsAsync(null, cancellationToken).ConfigureAwait(false);
        if (first.Items.Count == 0)
        {
            return;
        }

        // What is available beyond the rewards' own parts: lots that were pooled, and what is set aside for payouts on their way.
        var pooled = person.Balances.ToDictionary(static balance => balance.Unit, static balance => Sums.UsableOf(balance).MinorUnits);
        await ForEachAsync(reward =>
        {
            pooled[reward.Granted.Unit] = pooled.GetValueOrDefault(reward.Granted.Unit) - reward.Available.MinorUnits;
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        var rest = new Dictionary<Unit, long>(pooled);
        await ForEachAsync(reward => WriteUsedAsync(person, RewardParts.Of(reward, rest), cancellationToken)).ConfigureAwait(false);
        rest = new Dictionary<Unit, long>(pooled);
        await ForEachAsync(reward => WriteLeftAsync(person, RewardParts.Of(reward, rest), cancellationToken)).ConfigureAwait(false);

        // The latest first. One page is read once.
        async ValueTask ForEachAsync(Func<CustomerReward, ValueTask> each)
        {
            for (var page = first; ; page = await person.RewardsAsync(page.Next, cancellationToken).ConfigureAwait(false))
            {
                foreach (var reward in page.Items)
                {
                    await each(reward).ConfigureAwait(false);
                }

                if (page.Next is null)
                {
                    return;
                }
            }
        }
    }

    private ValueTask WriteUsedAsync(ExportedPerson person, RewardParts parts, CancellationToken cancellationToken)
    {
        var reward = parts.Reward;
        return parts.Used > 0
            ? WriteAsync(person, reward, parts.Left > 0 ? reward.Id.Value + UsedPart : reward.Id.Value, "paid", parts.Used, null, null, cancellationToken)
            : parts.Left == 0 && !parts.IsPending
                ? WriteAsync(person, reward, reward.Id.Value, "void", reward.Granted.MinorUnits, null, null, cancellationToken)
                : ValueTask.CompletedTask;
    }

    private ValueTask WriteLeftAsync(ExportedPerson person, RewardParts parts, CancellationToken cancellationToken)
    {
        var reward = parts.Reward;
        var (held, end) = (reward.Next == RewardStage.Vested ? reward.NextAt : null, reward.Next == RewardStage.Expired ? reward.NextAt : null);
        return parts.Left > 0
            ? WriteAsync(person, reward, reward.Id.Value, parts.IsPending ? "pending" : "earned", parts.Left, held, end, cancellationToken)
            : ValueTask.CompletedTask;
    }

    private ValueTask WriteAsync(
        ExportedPerson person, CustomerReward reward, string id, string status, long minor, NodaTime.Instant? held, NodaTime.Instant? end,
        CancellationToken cancellationToken)
    {
        var amount = Amount.FromMinorUnits(minor, reward.Granted.Unit);
        return Writer.WriteAsync(
            [
                CsvCell.Of(id), person.Id, CsvCell.Of(amount), CsvCell.UnitOf(amount), CsvCell.Of(status), CsvCell.Of(reward.GrantedAt), CsvCell.Of(held),
                CsvCell.Of(end), CsvCell.None, CsvCell.Of(reward.Rule), CsvCell.Of(Words.Of(reward.Side)), CsvCell.Of(reward.Referee?.Value),
                CsvCell.Of(reward.ConversionId),
                CsvCell.Of(Words.Of(reward.Stage)), CsvCell.Of(reward.Granted), CsvCell.Of(reward.Reversed), CsvCell.Of(reward.Expired),
            ],
            cancellationToken);
    }
}

/// <summary>How much of a reward was used and how much is left, in smallest parts.</summary>
/// <param name="Reward">The reward.</param>
/// <param name="IsPending">Whether it cannot be used yet.</param>
/// <param name="Used">What was used, or is owed no more.</param>
/// <param name="Left">What is left, waiting or not.</param>
internal readonly record struct RewardParts(CustomerReward Reward, bool IsPending, long Used, long Left)
{
    /// <param name="reward">The reward.</param>
    /// <param name="pooled">
    /// What is left in lots that belong to no reward any more, by unit. The oldest are used first, so that it is the latest rewards that it is left of: they
    /// are asked first.
    /// </param>
    internal static RewardParts Of(CustomerReward reward, Dictionary<Unit, long> pooled)
    {
        var stands = Math.Max(0, reward.Granted.MinorUnits - reward.Reversed.MinorUnits - reward.Expired.MinorUnits);
        if (reward.Stage is RewardStage.Held or RewardStage.InReview)
        {
            return new RewardParts(reward, IsPending: true, 0, stands);
        }

        var own = reward.Available.MinorUnits;
        var more = Math.Clamp(pooled.GetValueOrDefault(reward.Granted.Unit), 0, Math.Max(0, stands - own));
        if (more > 0)
        {
            pooled[reward.Granted.Unit] -= more;
        }

        return new RewardParts(reward, IsPending: false, Math.Max(0, stands - own - more), own + more);
    }
}
