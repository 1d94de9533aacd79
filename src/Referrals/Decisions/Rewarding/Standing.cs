using Referrals.Storage;

namespace Referrals;

/// <summary>
/// What a referral counts for beyond its own customer. It is kept with the referral, so that the referral and all its conversions stop
/// counting when it is rejected, and count again when it is reinstated.
/// </summary>
internal static class Standing
{
    /// <summary>The referral with more that it counts for.</summary>
    /// <param name="referral">The referral.</param>
    /// <param name="counted">What it counts for besides.</param>
    /// <param name="conversion">The conversion that counted; <c>null</c> where it is the referral itself.</param>
    internal static ReferralState With(ReferralState referral, IReadOnlyCollection<CountedTally> counted, string? conversion)
    {
        var counts = referral.Counts.ToList();
        foreach (var each in counted)
        {
            var place = counts.FindIndex(known => known.Key == each.Key);
            var before = place < 0 ? 0 : counts[place].Value;
            if (place >= 0)
            {
                counts.RemoveAt(place);
            }

            counts.Add(each with { Value = checked(before + each.Value - each.Returned), Returned = 0, Last = each.Marked is null ? null : conversion });
        }

        return referral with { Counts = counts.TakeLast(Math.Max(ReferralState.MaxCounts, counted.Count)).ToValueList() };
    }

    /// <summary>The referral with less, after something that counted was taken back.</summary>
    internal static ReferralState Without(ReferralState referral, ValueList<CountedTally> before, ValueList<CountedTally> after)
    {
        var backs = before.Zip(after, static (earlier, later) => (later.Key, Back: later.Returned - earlier.Returned))
            .GroupBy(static each => each.Key, static each => each.Back, StringComparer.Ordinal)
            .ToDictionary(static key => key.Key, static key => key.Sum(), StringComparer.Ordinal);
        return referral with
        {
            Counts = referral.Counts
                .Select(each => backs.TryGetValue(each.Key, out var back) ? each with { Value = each.Value - back } : each)
                .ToValueList(),
        };
    }

    /// <summary>Takes everything out of the numbers that a referral counts for. It is kept with the referral, which may be reinstated.</summary>
    internal static void SetAside(DecisionDraft draft, CustomerId referee, ReferralState referral) => Count(draft, referee, referral, isAside: true);

    /// <summary>Counts everything again that a rejection has set aside.</summary>
    internal static void Restore(DecisionDraft draft, CustomerId referee, ReferralState referral) => Count(draft, referee, referral, isAside: false);

    private static void Count(DecisionDraft draft, CustomerId referee, ReferralState referral, bool isAside)
    {
        foreach (var each in referral.Counts)
        {
            if (each.IsTrailing)
            {
                var key = RecordKey.Of(RecordKind.Activity, each.Key);
                if (draft.Read<ActivityState>(key) is { } activity)
                {
                    draft.Write(key, activity.SetAside(referee, isAside));
                }
            }
            else if (each.Value != 0)
            {
                draft.Add(RecordKey.Of(RecordKind.Counter, each.Key), isAside ? -each.Value : each.Value);
            }
        }
    }
}
