using Referrals.Deciding;
using Referrals.Simulation.Comparisons;

namespace Referrals.Simulation.Books;

/// <summary>Counts decisions that come out otherwise, by what they were and what they have come to.</summary>
internal sealed class OutcomeBook
{
    private const int Examples = 3;

    private readonly Dictionary<(string Then, string Now), (int Count, List<OutcomeExample> Examples)> _changes = [];

    internal void AddIf(bool isOther, Decision then, Decision now)
    {
        if (!isOther)
        {
            return;
        }

        var (count, examples) = _changes.GetValueOrDefault((then.Code, now.Code), (0, []));
        if (count < Examples)
        {
            examples.Add(new OutcomeExample { Key = now.Key, At = now.OccurredAt, Then = then.Explanation, Now = now.Explanation });
        }

        _changes[(then.Code, now.Code)] = (count + 1, examples);
    }

    /// <summary>The most frequent first.</summary>
    internal IReadOnlyList<OutcomeChange> ToList() =>
    [
        .. _changes
            .OrderByDescending(static change => change.Value.Count)
            .ThenBy(static change => change.Key.Then, StringComparer.Ordinal)
            .ThenBy(static change => change.Key.Now, StringComparer.Ordinal)
            .Select(static change => new OutcomeChange
            {
                Then = change.Key.Then,
                Now = change.Key.Now,
                Count = change.Value.Count,
                Examples = change.Value.Examples.AsReadOnly(),
            }),
    ];
}
